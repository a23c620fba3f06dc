"""The methods in numpy against closed forms, theorems and other libraries."""

from dataclasses import replace

import keras
import numpy as np
import pytest
import tensorflow as tf
from scipy import ndimage
from sklearn.decomposition import PCA

from numpy_methods import baselines, blur, derivative_cams, eigen_cam, guided_path, maps, masks, quadrature, resize
from numpy_methods.ablation_cam import ablation_cam
from numpy_methods.blur_path import blur_integrated_gradients
from numpy_methods.conductance import conductance
from numpy_methods.gradient import gradient
from numpy_methods.guided_path import guided_integrated_gradients
from numpy_methods.integrated_gradients import integrated_gradients
from numpy_methods.internal_influence import internal_influence
from numpy_methods.networks import NETWORKS
from numpy_methods.occlusion import occlusion, windows
from numpy_methods.pooled_cam import cam
from numpy_methods.question import Question, rounded
from numpy_methods.rise import rise
from numpy_methods.score_cam import score_cam, scaled
from numpy_methods.smoothgrad import smoothgrad
from numpy_nets import keras_reader, models, tables
from numpy_nets.net import Linear, Mean, Net

RANDOM = np.random.default_rng(3)
BATCH = 3


def question_of(network, at=None) -> Question:
    """Random examples of a network and their best class."""
    net = keras_reader.read(models.model(network.architecture, keras))
    batch = np.random.default_rng(2).uniform(-1, 1, (BATCH, *network.architecture.shape))
    scores = net.forward(batch)[net.score]
    return Question(net, batch, np.eye(scores.shape[1])[scores.argmax(axis=1)], at or net.input)


@pytest.fixture(scope="module")
def volume() -> Question:
    """A network with two pools, a batch norm and three axes of positions, behind which stands one dense layer."""
    (network,) = (each for each in NETWORKS if each.name == "volume")
    return question_of(network)


def linear(name, read, shape, weight) -> Linear:
    """A dense layer without bias over the last axis."""
    table = tables.dense(shape)
    return Linear(name, (read,), name, "dense", table, weight, weight == weight, np.zeros(weight.shape[1]))


def flat_question(shape=(4, 5, 2)) -> tuple[Question, np.ndarray]:
    """f = w·x over all elements of an image, and w."""
    size = int(np.prod(shape))
    weight = RANDOM.normal(size=(size, 1))
    node = linear("score", "x", (size,), weight)
    net = Net((node,), {"x": shape, "score": (1,)}, "x", "score")
    return Question(net, RANDOM.normal(size=(BATCH, *shape)), np.ones((BATCH, 1)), "x"), weight[:, 0]


def deep_question() -> tuple[Question, np.ndarray, np.ndarray]:
    """f = v·W x with y = W x explained, W and v."""
    first, second = RANDOM.normal(size=(6, 4)), RANDOM.normal(size=(4, 1))
    nodes = (linear("y", "x", (6,), first), linear("score", "y", (4,), second))
    net = Net(nodes, {"x": (6,), "y": (4,), "score": (1,)}, "x", "score")
    return Question(net, RANDOM.normal(size=(BATCH, 6)), np.ones((BATCH, 1)), "y"), first, second[:, 0]


def pooled_question(bias=0.0) -> tuple[Question, np.ndarray]:
    """f = v·mean of A over positions + bias, A = the layer "a" of an image, and v."""
    first, second = RANDOM.normal(size=(2, 5)), RANDOM.normal(size=(5, 1))
    positions = tables.indices((3, 4, 5)).reshape(-1, 5).T
    nodes = (
        linear("a", "x", (3, 4, 2), first),
        Mean("mean", ("a",), "mean", positions),
        replace(linear("score", "mean", (5,), second), bias=np.array([bias])),
    )
    net = Net(nodes, {"x": (3, 4, 2), "a": (3, 4, 5), "mean": (5,), "score": (1,)}, "x", "score")
    return Question(net, RANDOM.normal(size=(BATCH, 3, 4, 2)), np.ones((BATCH, 1)), "x"), second[:, 0]


def zero(question):
    return [np.zeros_like(question.values[question.net.input])]


@pytest.mark.parametrize("inner", [False, True], ids=["input", "layer"])
@pytest.mark.parametrize("network", NETWORKS, ids=lambda each: each.name)
def test_gradient_is_the_limit_of_differences(network, inner):
    question = question_of(network, network.at if inner else None)
    found = gradient(question).attribution
    step = 1e-6
    elements = np.random.default_rng(4).choice(found.shape[1], min(25, found.shape[1]), replace=False)
    moves = step * np.eye(found.shape[1])[elements][:, None, :]
    ahead, behind = question.scores(question.x + moves), question.scores(question.x - moves)
    expected = (ahead - behind).T / (2 * step)
    np.testing.assert_allclose(found[:, elements], expected, atol=1e-6 * np.abs(found).max())
    assert np.abs(expected).max() > 1e-3


def test_the_rival_of_a_margin_is_the_best_other_class_at_each_point():
    net = Net((linear("score", "x", (3,), np.eye(3)),), {"x": (3,), "score": (3,)}, "x", "score")
    question = Question(net, np.array([[5.0, 2, 1]]), np.array([[1.0, 0, 0]]), "x", margin=True)
    points = np.array([[[5.0, 2, 1]], [[1.0, 2, 3]]])
    np.testing.assert_array_equal(question.scores(points), [[3], [-2]])
    np.testing.assert_array_equal(question.slopes(points), [[[1, -1, 0]], [[1, 0, -1]]])


def test_rounding_keeps_so_many_bits():
    np.testing.assert_array_equal(rounded(np.array([1.0, 1.3, -5.2, 0.0]), 3), [1.0, 1.25, -5.0, 0.0])


@pytest.mark.parametrize(
    "rule, exact", [("gauss-legendre", 9), ("midpoint", 1), ("trapezoid", 1), ("left", 0), ("right", 0)]
)
def test_quadrature_is_exact_for_polynomials_of_a_degree(rule, exact):
    alphas, weights = quadrature.nodes(rule, 5)
    for degree in range(exact + 1):
        assert weights @ alphas**degree == pytest.approx(1 / (degree + 1), abs=1e-12)
    degree = exact + 1
    assert weights @ alphas**degree != pytest.approx(1 / (degree + 1), abs=1e-7)


@pytest.mark.parametrize("rule", ["gauss-legendre", "midpoint", "trapezoid", "left", "right"])
def test_paths_share_out_a_linear_score_by_its_weights(rule):
    question, weight = flat_question()
    starts = baselines.points("channel(0.5;-1)", question.x, question.shape, question.batch)
    result = integrated_gradients(question, starts, 4, rule)
    np.testing.assert_allclose(result.attribution, weight * (question.x - starts[0]), atol=1e-12)
    np.testing.assert_allclose(result.residual, 0, atol=1e-12)


def test_black_and_white_are_the_examples_own_ends():
    black, white = baselines.points("black+white", np.array([[1.0, -2], [3, 5]]), (2,), np.zeros((2, 2)))
    np.testing.assert_array_equal(black, [[-2, -2], [3, 3]])
    np.testing.assert_array_equal(white, [[1, 1], [5, 5]])


def test_noise_leaves_a_linear_score_alone():
    question, weight = flat_question()
    for statistic, expected in (("mean", weight), ("square", weight**2), ("variance", 0 * weight)):
        found = smoothgrad(question, statistic, samples=6).attribution
        np.testing.assert_allclose(found, np.tile(expected, (BATCH, 1)), atol=1e-12)


def test_layers_share_out_a_linear_score_by_theirs():
    question, first, second = deep_question()
    starts = [np.full((BATCH, 6), 0.5)]
    result = conductance(question, starts, 3)
    x = question.values["x"]
    np.testing.assert_allclose(result.attribution, second * ((x - 0.5) @ first), atol=1e-12)
    np.testing.assert_allclose(result.residual, 0, atol=1e-12)
    found = internal_influence(question, starts, 3).attribution
    np.testing.assert_allclose(found, np.tile(second, (BATCH, 1)), atol=1e-12)


def test_conductance_at_the_input_is_integrated_gradients_from_the_left(volume):
    left = integrated_gradients(volume, zero(volume), 7, "left")
    found = conductance(volume, zero(volume), 7)
    np.testing.assert_allclose(found.attribution, left.attribution, atol=1e-12)
    np.testing.assert_allclose(found.residual, left.residual, atol=1e-12)


def test_guided_path_without_freedom_is_straight(volume):
    left = integrated_gradients(volume, zero(volume), 7, "left").attribution
    found = guided_integrated_gradients(volume, zero(volume), 7, 0.25, 0.0).attribution
    np.testing.assert_allclose(found, left, atol=1e-9)


def test_guided_step_moves_the_least_sensitive_first():
    """Way (2, −2, 4, 0), first of four steps: 2 of 8 to go. A quarter of 4 elements: the lowest |g| alone moves."""
    start, end, size = np.zeros(4), np.array([2.0, -2, 4, 0]), np.array([3.0, 1, 2, 0])
    free = guided_path.advance(start, start, end, size, 0, 4, 0.25, 1.0)
    np.testing.assert_allclose(free, [0, -2, 0, 0])
    # All are lifted to 0.2 of the way, which does 1.6; of the 0.4 left the second does 0.2, up to 0.3, then the third.
    tight = guided_path.advance(start, start, end, size, 0, 4, 0.25, 0.05)
    np.testing.assert_allclose(tight, [0.4, -0.6, 1.0, 0])


def test_guided_path_goes_as_far_as_the_schedule_says():
    question, _ = flat_question()
    start = np.zeros(40)
    end, size = question.x[0], np.abs(RANDOM.normal(size=40))
    point = start
    for step in range(6):
        point = guided_path.advance(point, start, end, size, step, 6, 0.3, 0.1)
        assert np.abs(end - point).sum() == pytest.approx(np.abs(end).sum() * (1 - (step + 1) / 6))
    np.testing.assert_allclose(point, end, atol=1e-9)


@pytest.mark.parametrize("sigma", [0.3, 1.0, 2.6])
def test_blur_is_scipys(sigma):
    image = RANDOM.normal(size=(2, 7, 9, 3))
    found = blur.blurred(image.reshape(2, -1), image.shape[1:], sigma)
    for example, expected in zip(found, image):
        for channel in range(3):
            plane = ndimage.gaussian_filter(expected[..., channel], sigma, mode="constant", truncate=4.0)
            np.testing.assert_allclose(example.reshape(7, 9, 3)[..., channel], plane, atol=1e-12)


def test_blur_path_adds_up_on_a_linear_score():
    """The sum of slopes of x_σ, times the weights; up to the jumps of the kernel's radius."""
    question, weight = flat_question((12, 11, 1))
    result = blur_integrated_gradients(question, 400, 2.0)
    there = blur.blurred(question.x, question.shape, 2.0)
    expected = weight * (question.x - there)
    np.testing.assert_allclose(result.attribution, expected, atol=0.05 * np.abs(expected).max())


@pytest.mark.parametrize("sizes", [(7, 9), (3, 2), (4, 5), (8, 10)])
def test_interpolation_is_tensorflows(sizes):
    maps_ = RANDOM.normal(size=(2, 4, 5))
    expected = tf.image.resize(maps_[..., None], sizes, "bilinear", antialias=False).numpy()[..., 0]
    np.testing.assert_allclose(resize.resized(maps_, sizes), expected, atol=1e-5)


def test_cam_adds_up_to_the_score_and_is_grad_cam_times_positions():
    question, _ = pooled_question(bias=0.75)
    plain = cam(question, "a", relu=False)
    np.testing.assert_allclose(plain.raw.mean(axis=(1, 2)), question.f - 0.75, atol=1e-12)
    by_gradient = derivative_cams.derivative_cam(question, "a", derivative_cams.grad_cam, relu=False)
    np.testing.assert_allclose(by_gradient.raw * 12, plain.raw, atol=1e-12)
    with pytest.raises(ValueError, match="x is not followed"):
        cam(question, "x")


@pytest.mark.parametrize("weigh", [derivative_cams.hires_cam, derivative_cams.xgrad_cam])
def test_maps_add_up_where_all_behind_the_layer_is_linear(weigh):
    question, _ = pooled_question(bias=0.75)
    raw = derivative_cams.derivative_cam(question, "a", weigh, relu=False).raw
    np.testing.assert_allclose(raw.sum(axis=(1, 2)), question.f - 0.75, atol=1e-12)


def test_weights_by_hand():
    """One channel of two positions, A = (1, 3), g = (2, −1)."""
    a, g = np.array([[[1.0], [3]]]), np.array([[[2.0], [-1]]])
    # α = 4 / (8 + 4·8) and 1 / (2 − 4), of which the second is for a negative g.
    assert derivative_cams.grad_cam_plus_plus(a, g).ravel() == pytest.approx([0.2])
    assert derivative_cams.grad_cam(a, g).ravel() == pytest.approx([0.5])
    assert derivative_cams.xgrad_cam(a, g).ravel() == pytest.approx([-0.25])
    assert derivative_cams.layer_cam(a, g).ravel() == pytest.approx([2, 0])


def test_nothing_over_nothing_is_nothing():
    a, g = np.array([[[1.0], [-1]]]), np.array([[[0.0], [0]]])
    assert derivative_cams.grad_cam_plus_plus(a, g).ravel() == pytest.approx([0])
    assert derivative_cams.xgrad_cam(a, g + 1).ravel() == pytest.approx([0])
    # 2g² + ΣA·g³ = 0 for ΣA·g = −2.
    assert derivative_cams.grad_cam_plus_plus(np.array([[[-1.0], [0]]]), np.array([[[2.0], [0]]])).ravel() == 0


def test_eigen_cam_is_sklearns_first_component():
    a = RANDOM.normal(size=(20, 4)) @ np.diag([3, 2, 1, 0.5]) + 5
    found = eigen_cam.projection(a)
    expected = PCA(1).fit_transform(a)[:, 0]
    np.testing.assert_allclose(np.abs(found), np.abs(expected), atol=1e-9)
    assert np.corrcoef(found, a.sum(axis=1))[0, 1] > 0


def test_ablation_on_a_linear_head_is_the_channels_share():
    question, head = pooled_question()
    a = maps.channels(question, "a")
    weights = head * a.mean(axis=1) / question.f[:, None]
    raw = ablation_cam(question, "a", relu=False).raw.reshape(BATCH, -1)
    np.testing.assert_allclose(raw, np.einsum("npc,nc->np", a, weights), atol=1e-9)


def test_masks_of_channels_run_from_0_to_1():
    np.testing.assert_allclose(scaled(np.array([[2.0, 4, 3], [5, 5, 5]])), [[0, 1, 0.5], [0, 0, 0]])


def test_score_cam_of_a_score_that_no_mask_moves_is_the_mean_channel():
    question, _ = pooled_question()
    still = replace(question, weights=np.zeros((BATCH, 1)))
    raw = score_cam(still, "a", relu=False).raw.reshape(BATCH, -1)
    np.testing.assert_allclose(raw, maps.channels(question, "a").mean(axis=2), atol=1e-12)


def test_windows_lie_inside_and_cover_all_channels():
    found = windows((3, 4, 2), 2, 1)
    assert found.shape == (2 * 3, 24)
    assert (found.sum(axis=1) == 2 * 2 * 2).all()
    np.testing.assert_array_equal(found[1].reshape(3, 4, 2)[:, :, 0], [[0, 1, 1, 0], [0, 1, 1, 0], [0, 0, 0, 0]])
    assert windows((9, 17, 1), None, None).sum(axis=1).max() == 2 * 3
    np.testing.assert_array_equal(windows((3,), None, None), np.eye(3))


def test_occlusion_of_a_linear_score_in_closed_form():
    """Every element gets the mean over its windows of Σ w (x − b) inside; one at a time, w (x − b)."""
    question, weight = flat_question((4, 5, 1))
    parts = (weight * (question.x - 0.25)).reshape(BATCH, 4, 5)
    starts = [np.full_like(question.x, 0.25)]
    np.testing.assert_allclose(occlusion(question, starts, 1, 1).attribution.reshape(parts.shape), parts, atol=1e-12)
    sums = parts[:, :-1, :-1] + parts[:, 1:, :-1] + parts[:, :-1, 1:] + parts[:, 1:, 1:]
    total, often = np.zeros(parts.shape), np.zeros((4, 5))
    for down in (0, 1):
        for right in (0, 1):
            total[:, down : down + 3, right : right + 4] += sums
            often[down : down + 3, right : right + 4] += 1
    found = occlusion(question, starts, 2, 1).attribution.reshape(parts.shape)
    np.testing.assert_allclose(found, total / often, atol=1e-12)
    uncovered = occlusion(question, starts, 3, 2).attribution.reshape(parts.shape)
    assert (uncovered[:, 3] == 0).all() and (uncovered[:, 2] != 0).all()


def test_masks_are_a_crop_of_tensorflows_enlargement():
    found = masks.masks((10, 7), 200, 3, 0.4, 9)
    assert found.min() >= 0 and found.max() <= 1
    assert found.mean() == pytest.approx(0.4, abs=0.05)
    np.testing.assert_array_equal(found[:20], masks.masks((10, 7), 20, 3, 0.4, 9))
    patches = set()
    for cells in np.ndindex(*[2] * 9):
        grid = np.reshape(cells, (1, 3, 3, 1)).astype(np.float32)
        large = tf.image.resize(grid, (13, 9), "bilinear").numpy()[0, :, :, 0]
        for row in range(4):
            for column in range(3):
                patches.add(np.round(large[row : row + 10, column : column + 7], 4).tobytes())
    assert all(np.round(mask, 4).astype(np.float32).tobytes() in patches for mask in found)


def test_rise_of_whole_masks_is_the_score_and_of_a_constant_score_constant():
    question, _ = flat_question()
    found = rise(question, zero(question), 5, 2, 1.0).attribution
    np.testing.assert_allclose(found, np.tile(question.f[:, None], 40), atol=1e-12)
    half = rise(question, [question.x], 30, 2, 0.5).attribution
    np.testing.assert_allclose(half, np.tile(question.f[:, None], 40), atol=1e-12)
