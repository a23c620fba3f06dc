"""The metrics in numpy against closed forms, naive sums and other libraries."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from numpy_metrics import correlation, imputation, order, similarity, ssim, tiles, trapezoid
from numpy_metrics.average_change import average_drop, average_gain, average_increase
from numpy_metrics.completeness import completeness
from numpy_metrics.complexity import complexity
from numpy_metrics.continuity import continuity, shifted
from numpy_metrics.deletion import deletion, insertion
from numpy_metrics.effective_complexity import effective_complexity
from numpy_metrics.efficient_mprt import efficient_mprt, entropy
from numpy_metrics.faithfulness_correlation import faithfulness_correlation, subsets
from numpy_metrics.infidelity import gaussian_infidelity, square_infidelity
from numpy_metrics.lipschitz import lipschitz
from numpy_metrics.mu_fidelity import grid_cells, mu_fidelity
from numpy_metrics.non_sensitivity import non_sensitivity
from numpy_metrics.parameter_randomisation import parameter_randomisation
from numpy_metrics.pixel_flipping import pixel_flipping
from numpy_metrics.pointing_game import pointing_game
from numpy_metrics.random_logit import random_logit
from numpy_metrics.region_perturbation import region_perturbation
from numpy_metrics.relevance_mass import relevance_mass
from numpy_metrics.relevance_rank import relevance_rank
from numpy_metrics.road import road
from numpy_metrics.selectivity import selectivity
from numpy_metrics.sensitivity import avg_sensitivity, max_sensitivity
from numpy_metrics.sensitivity_n import sensitivity_n
from numpy_metrics.sparseness import sparseness
from numpy_metrics.subject import Model, Subject

IMAGE = (8, 9, 2)


def draw(seed=5):
    return np.random.default_rng(seed)


def linear(shape, explain=None, bias=0.0, x=None) -> Subject:
    """f = w·x + bias of the first of three classes; its map is w, or what `explain` makes of points and W·target."""
    random = draw()
    size = int(np.prod(shape))
    weights = random.normal(size=(size, 3))
    explain = explain or (lambda points, slope: np.tile(slope, (len(points), 1)))
    model = Model(lambda points: points @ weights + bias, lambda points, target: explain(points, weights @ target))
    x = random.uniform(0.5, 1.5, size) if x is None else x
    target = np.eye(3)[0]
    return Subject(x, shape, model.explain(x[None], target)[0], model, target)


def with_input(shape, **more) -> Subject:
    """The same with the map w ⊙ x, which is each element's share of f."""
    return linear(shape, lambda points, slope: points * slope, **more)


def row(map_, x=None, weights=None) -> Subject:
    """Elements in a row with a map, f = weights·x."""
    map_ = np.asarray(map_, float)
    weights = np.ones(len(map_)) if weights is None else np.asarray(weights, float)
    x = np.ones(len(map_)) if x is None else np.asarray(x, float)
    model = Model(lambda points: points @ weights[:, None], lambda points, target: np.tile(map_, (len(points), 1)))
    return Subject(x, (len(x),), map_, model, np.ones(1))


def test_equal_positions_keep_their_order():
    assert order.descending(np.array([1.0, 3.0, 1.0, 3.0, -2.0, 1.0])).tolist() == [1, 3, 0, 2, 5, 4]


def test_a_position_has_all_channels():
    subject = with_input(IMAGE)
    gone = np.zeros((1, 72))
    gone[0, 10] = 1
    changed = np.flatnonzero(order.removed(subject, gone, "-7")[0] == -7)
    assert changed.tolist() == [20, 21]
    assert subject.relevance[10] == subject.map[20] + subject.map[21]


@pytest.mark.parametrize(("baseline", "value"), [("zero", 0), ("min", -2), ("max", 4), ("mean", 1), ("0.5", 0.5)])
def test_baselines(baseline, value):
    assert order.baseline_value(row([0, 0, 0], x=[-2, 1, 4]), baseline) == value


def test_area_of_a_line():
    assert trapezoid.trapezoid([3, 2, 1, 0]) == 4.5


def test_deletion_by_hand():
    # f falls 10, 6, 3, 1, 0; with S = 3 and P = 4 the counts are 0, 1, 2, 4.
    subject = row([4, 3, 2, 1], weights=[4, 3, 2, 1])
    assert deletion(subject, 3) == pytest.approx((10 / 2 + 6 + 3 + 0) / 3)
    assert insertion(subject, 3) == pytest.approx((0 + 4 + 7 + 10 / 2) / 3)
    assert deletion(subject, 8) == pytest.approx((10 + 10 + 6 + 6 + 3 + 3 + 1 + 1 - 10 / 2) / 8)


def test_deletion_and_insertion_of_a_reversed_map_are_each_other():
    # The image with the first k of an order is the one without the first P − k of the reversed order.
    subject = with_input((7,))
    back = replace(subject, map=-subject.map)
    assert deletion(subject, 7) == pytest.approx(insertion(back, 7))


def test_activation_comes_before_the_target():
    subject = row([1, 0], x=[0, 0])
    assert deletion(subject, 1, activation="sigmoid") == 0.5
    assert deletion(subject, 1, activation="softmax") == 1


def test_pixel_flipping_by_hand():
    subject = row([4, 3, 2, 1, 0], weights=[4, 3, 2, 1, 5])
    assert pixel_flipping(subject, 2) == pytest.approx(((8 + 5) / 2 + 5 / 2) / 2)
    assert pixel_flipping(subject, 5) is None
    assert pixel_flipping(subject, 9) is None


def test_imputed_is_the_mean_of_the_neighbours():
    image = draw().normal(size=(6, 7))
    missing = draw(1).random((6, 7)) < 0.6
    filled = imputation.imputed(image, missing)
    np.testing.assert_array_equal(filled[~missing], image[~missing])
    for i, j in np.argwhere(missing):
        near = [(a, b) for a in (i - 1, i, i + 1) for b in (j - 1, j, j + 1) if 0 <= a < 6 and 0 <= b < 7]
        weight = {(a, b): {0: 0, 1: 2, 2: 1}[abs(a - i) + abs(b - j)] for a, b in near}
        mean = sum(filled[p] * w for p, w in weight.items()) / sum(weight.values())
        assert filled[i, j] == pytest.approx(mean)


def test_road_of_a_flat_image_keeps_its_class():
    shape = (5, 6, 1)
    subject = linear(shape, x=np.full(30, 0.7))
    best = int(subject.model.scores(subject.x[None]).argmax())
    assert road(replace(subject, weights=np.eye(3)[best])) == 1
    assert road(replace(subject, weights=np.eye(3)[(best + 1) % 3])) == 0


def test_tiles_are_clipped_and_windows_are_not():
    parts = tiles.tiles((5, 7), 3)
    assert parts.sum(axis=1).tolist() == [9, 9, 3, 6, 6, 2]
    assert (parts.sum(axis=0) == 1).all()
    assert tiles.windows((5, 7), 3).shape == (15, 35)
    assert len(tiles.windows((5, 7), 6)) == 0
    assert tiles.windows((4,), 3).astype(int).tolist() == [[1, 1, 1, 0], [0, 1, 1, 1]]


def test_selectivity_removes_what_does_not_touch():
    # One row of 5: the pair (2, 3) is the largest, then (0, 1); the last element is never in a free window.
    weights = np.array([1.0, 0, 5, 4, 3])
    subject = replace(row(weights, weights=weights), shape=(5, 1))
    assert selectivity(subject, 9, 2) == pytest.approx(((13 + 4) / 2 + (4 + 3) / 2) / (2 * 13))
    assert selectivity(subject, 1, 2) == pytest.approx((13 + 4) / 2 / 13)


def test_selectivity_takes_the_first_of_equals_and_explains_again():
    # The map is x ⊙ w: what is at the baseline 2 counts double, so a stale map would go on elsewhere.
    weights = np.array([1.0, 1, 1, 1])
    model = Model(lambda points: points @ weights[:, None], lambda points, target: points * weights)
    subject = Subject(np.ones(4), (4, 1), weights, model, np.ones(1))
    assert selectivity(subject, 2, 1, "2") == pytest.approx((4 / 2 + 5 + 6 / 2) / (2 * 4))


@pytest.mark.parametrize("weights", [[-1, 0.5], [0, 0]])
def test_selectivity_needs_a_score(weights):
    assert selectivity(replace(row([1, 1], weights=weights), shape=(2, 1)), 1, 1) is None


def test_selectivity_needs_a_window():
    assert selectivity(replace(row([1, 1]), shape=(2, 1)), 1, 3) is None


def test_region_perturbation_by_hand():
    # Tiles (0, 1), (2, 3), (4) with means 1, 3, 5.
    subject = row([1, 1, 3, 3, 5], weights=[1, 1, 3, 3, 5])
    assert region_perturbation(subject, 2, 2) == pytest.approx((0 + 5 + 11) / 3)
    assert region_perturbation(subject, 20, 2) == pytest.approx((0 + 5 + 11 + 13) / 4)


def test_shift_by_hand():
    subject = replace(row(np.zeros(6), x=[1, 2, 3, 4, 5, 6]), shape=(2, 3, 1))
    assert shifted(subject, 1, 9).tolist() == [9, 1, 2, 9, 4, 5]
    assert shifted(subject, -2, 9).tolist() == [3, 9, 9, 6, 9, 9]
    assert (shifted(subject, -3, 9) == 9).all()


def test_continuity_of_a_constant_map_is_zero_and_of_a_moving_one_is_not():
    assert continuity(linear(IMAGE)) == 0
    subject = linear((1, 3, 1), lambda points, slope: points, x=np.array([1.0, 2, 4]))
    # Steps of ⌊7/7⌋ from −3: every shift but 0.
    candidates = [[0, 0, 0], [4, 0, 0], [2, 4, 0], [0, 1, 2], [0, 0, 1], [0, 0, 0]]
    scaled = [np.array(c) / max(1, max(c)) for c in candidates]
    own = np.array([1, 2, 4])
    ratios = [np.abs(own / 4 - s).sum() / np.linalg.norm(own - c) for c, s in zip(candidates, scaled)]
    assert continuity(subject, 7) == pytest.approx(max(ratios))


def test_continuity_needs_a_change():
    assert continuity(linear((2, 3, 1), x=np.zeros(6))) is None


def test_a_map_that_is_the_input_changes_by_the_noise():
    subject = linear((50,), lambda points, slope: points)
    assert lipschitz(subject, draw()) == pytest.approx(1)
    # ‖u‖ of 50 values uniform in ±ρ is near ρ√(50/3).
    rho = 0.2 * np.ptp(subject.x)
    near = rho * np.sqrt(50 / 3) / np.linalg.norm(subject.x)
    assert avg_sensitivity(subject, draw()) == pytest.approx(near, rel=0.05)
    assert near < max_sensitivity(subject, draw()) < rho * np.sqrt(50) / np.linalg.norm(subject.x)
    wide = avg_sensitivity(subject, draw(), noise_scale="absolute")
    assert wide == pytest.approx(near / np.ptp(subject.x), rel=0.05)


def test_stability_of_a_constant_map():
    subject = linear((5,))
    assert max_sensitivity(subject, draw()) == avg_sensitivity(subject, draw()) == lipschitz(subject, draw()) == 0
    assert avg_sensitivity(replace(subject, map=np.zeros(5)), draw()) is None
    assert lipschitz(replace(subject, x=np.ones(5)), draw()) is None


@pytest.mark.parametrize("shape", [(12,), (6, 2), IMAGE])
def test_shares_of_a_linear_score_are_faithful(shape):
    subject = with_input(shape)
    assert faithfulness_correlation(subject, draw()) == pytest.approx(1)
    assert sensitivity_n(subject, draw()) == pytest.approx(1)
    assert mu_fidelity(subject, draw()) == pytest.approx(1)
    back = replace(subject, map=-subject.map)
    assert faithfulness_correlation(back, draw(), subset_size=3) == pytest.approx(-1)
    assert mu_fidelity(back, draw(), grid=3) == pytest.approx(-1)


def test_subsets_are_uniform_without_replacement():
    drawn = subsets(draw(), 3000, 10, 4)
    assert (drawn.sum(axis=1) == 4).all()
    assert drawn.mean(axis=0) == pytest.approx(np.full(10, 0.4), abs=0.04)


def test_of_all_positions_there_is_one_subset():
    assert faithfulness_correlation(with_input((5,)), draw(), subset_size=5) == 0


def test_cells_of_a_grid():
    assert grid_cells((3, 4), 2).reshape(3, 4).tolist() == [[0, 0, 1, 1], [2, 2, 3, 3], [2, 2, 3, 3]]
    assert len(np.unique(grid_cells((28, 28), 9))) == 81
    assert grid_cells((5,), 9).tolist() == [0, 1, 2, 3, 4]


def test_the_gradient_of_a_linear_score_has_no_infidelity():
    subject = linear(IMAGE)
    assert square_infidelity(subject, 3, "0.3") == pytest.approx(0, abs=1e-20)
    assert gaussian_infidelity(subject, draw()) == pytest.approx(0, abs=1e-20)


def test_infidelity_of_a_zero_map_is_the_square_of_the_drop():
    subject = row([0, 0, 0], weights=[1, 2, 3])
    assert square_infidelity(subject, 2) == pytest.approx((3**2 + 3**2) / 2)
    subject = row([0, 0], x=[0, 4], weights=[1, 2])
    assert gaussian_infidelity(subject, draw(), 0.25, 20000) == pytest.approx(1 + 4, rel=0.05)


def test_non_sensitivity_by_hand():
    subject = row([0.02, 1, 0, 0.5], weights=[0.001, 0.001, 1, 1])
    assert non_sensitivity(subject, 0.1) == 2
    assert non_sensitivity(replace(subject, map=np.zeros(4)), 0.1) == 2


def test_sparseness_is_the_sorted_sum():
    subject = row(draw().normal(size=17))
    v = np.sort(np.abs(subject.map))
    total = sum((2 * i - 17 - 1) * each for i, each in enumerate(v, 1))
    assert sparseness(subject) == pytest.approx(total / (17 * v.sum()))
    assert sparseness(row([0, 0, -3, 0])) == 0.75
    assert sparseness(row([2, -2, 2])) == sparseness(row([0, 0])) == 0


def test_complexity():
    assert complexity(row([1, -1, 1, 0, -1])) == pytest.approx(np.log(4))
    assert complexity(row([0, 0])) is None
    assert effective_complexity(row([1, -0.5, 0.4, 0]), 0.4) == 2
    assert effective_complexity(row([0, 0])) == 0


def test_completeness():
    subject = with_input(IMAGE, bias=3.0)
    assert completeness(subject) == pytest.approx(0, abs=1e-12)
    assert completeness(replace(subject, map=subject.map + 1)) == pytest.approx(144)
    assert completeness(row([0, 0], x=[1, 3], weights=[1, 1]), "max") == 2


def test_pointing_game():
    mask = np.zeros((3, 4), bool)
    mask[0, 0] = True
    values = np.zeros(12)
    values[[5, 11]] = 1  # (1, 1), (2, 3)
    subject = replace(row(values), shape=(3, 4, 1))
    assert [pointing_game(subject, mask, t) for t in (0, 1, 2)] == [0, 0, 1]
    mask[2, 3] = True
    assert pointing_game(subject, mask) == 1
    assert pointing_game(subject, np.zeros((3, 4), bool)) is None


def test_relevance_in_a_mask():
    subject = row([3, -2, 1, 1])
    mask = np.array([False, True, False, True])
    pools = {"positive": 1 / 5, "abs": 3 / 7, "square": 5 / 15, "sum": -1 / 3}
    assert {pool: relevance_mass(subject, mask, pool) for pool in pools} == pytest.approx(pools)
    # The order is 0, 2, 3, 1.
    assert relevance_rank(subject, mask) == 0
    assert relevance_rank(subject, np.array([True, False, True, True])) == 1
    none, every = np.zeros(4, bool), np.ones(4, bool)
    assert relevance_mass(subject, none) is relevance_rank(subject, none) is None
    assert relevance_mass(subject, every) == relevance_rank(subject, every) == 1
    assert relevance_mass(row([-1, -1]), np.ones(2, bool)) is None


def test_random_logit():
    subject = linear(IMAGE, lambda points, slope: np.tile(np.abs(slope), (len(points), 1)))
    maps = [subject.explain(subject.x[None], np.eye(3)[k])[0] for k in range(3)]
    sums = [each.reshape(72, 2).sum(axis=1) for each in maps]
    expected = np.mean([stats.spearmanr(sums[0], sums[k]).statistic for k in (1, 2)])
    assert random_logit(subject, similar="spearman", targets=None) == pytest.approx(expected)
    one = {random_logit(subject, draw(seed), "spearman") for seed in range(20)}
    assert np.mean(list(one)) == pytest.approx(expected) and len(one) == 2
    assert random_logit(row([1, 2])) is None


def test_randomised_models():
    subject = with_input(IMAGE)
    double = Model(subject.model.scores, lambda points, target: -2 * subject.model.explain(points, target))
    still = Model(subject.model.scores, lambda points, target: np.ones_like(points))
    subject = replace(subject, model=replace(subject.model, shuffled=(double, still)))
    assert parameter_randomisation(subject) == pytest.approx((1 + 0) / 2)
    assert parameter_randomisation(subject, "cosine", "last") == pytest.approx(
        correlation.cosine(np.abs(subject.map).reshape(72, 2).sum(axis=1), np.ones(72))
    )
    assert efficient_mprt(subject) == -1
    assert efficient_mprt(replace(subject, map=np.ones(144))) is None


def test_entropy_of_a_histogram():
    assert entropy(np.array([0, 0.1, 0.9, 1.0]), 2) == pytest.approx(np.log(2))
    assert entropy(np.array([0, 1, 2, 3.0]), 4) == pytest.approx(np.log(4))
    assert entropy(np.ones(5), 10) == 0


def test_average_changes():
    # The map shows the second element alone: the score goes from 1 + 2 to 2.
    subject = row([-1, 1], weights=[1, 2])
    sigmoid = {z: 1 / (1 + np.exp(-z)) for z in (3, 2)}
    assert average_drop(subject, "sigmoid") == pytest.approx(1 - sigmoid[2] / sigmoid[3])
    assert average_increase(subject, "sigmoid") == average_gain(subject, "sigmoid") == 0
    subject = row([-1, 1], weights=[-1, 3])
    assert average_drop(subject, "sigmoid") == 0
    assert average_increase(subject, "sigmoid") == 1
    assert average_gain(subject, "sigmoid") == pytest.approx((1 / (1 + np.exp(-3)) - sigmoid[2]) / (1 - sigmoid[2]))
    assert average_drop(row([2, 2]), "none") == 1
    assert average_drop(row([1, 1], weights=[0, 0]), "none") is None
    assert average_gain(row([1, 2])) is None


def test_correlations_are_scipys():
    a, b = draw().integers(0, 4, 30), draw(1).integers(0, 4, 30)
    assert correlation.pearson(a, b) == pytest.approx(stats.pearsonr(a, b).statistic)
    assert correlation.spearman(a, b) == pytest.approx(stats.spearmanr(a, b).statistic)
    assert correlation.pearson(a, np.ones(30)) == correlation.spearman(np.full(30, 0.1), b) == 0
    assert correlation.cosine(np.zeros(3), np.ones(3)) == 0


def test_ssim():
    skimage = pytest.importorskip("skimage.metrics")
    a, b = draw().normal(size=(9, 11)), draw(1).normal(size=(9, 11))
    b += a
    extent = max(a.max(), b.max()) - min(a.min(), b.min())
    assert ssim.ssim(a, b) == pytest.approx(skimage.structural_similarity(a, b, data_range=extent))
    assert ssim.ssim(a, a) == pytest.approx(1)
    assert ssim.ssim(a[:6], b[:6]) is None
    assert similarity.similarity("ssim", a.ravel(), b.ravel(), (99,)) is None


def test_margin_takes_off_the_rival_of_each_point():
    weights = np.array([[2.0, 0, 1], [0, 3, 1]])
    model = Model(lambda points: points @ weights, lambda points, target: points)
    subject = Subject(np.array([2.0, 0]), (2,), np.zeros(2), model, np.eye(3)[0], margin=True)
    assert subject.f == 4 - 2
    assert subject.score(np.array([[2.0, 1]]))[0] == 4 - 3


def test_chance_draws_each_map_anew():
    subject = linear((6,)).of_chance(draw())
    one, other = subject.explain(subject.x[None]), subject.explain(subject.x[None])
    assert not np.array_equal(one, other) and not np.array_equal(one[0], subject.map)
