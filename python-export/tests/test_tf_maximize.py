"""The parts of an ascent against what is known of them."""

import numpy as np
import pytest
import tensorflow as tf

from tf_maximize import parametrisations, terms
from tf_maximize.ascent import Ascent, Slope, climb
from tf_maximize.cases import CASES
from tf_maximize.optimisers import RULES
from tf_maximize.parametrisations import Canvas

GREY = Canvas(4, 5, np.zeros(1, np.float32), np.ones(1, np.float32))


def test_total_variation_of_a_step():
    image = np.zeros((1, 3, 3, 1), np.float32)
    image[0, 1, 1, 0] = 2
    assert terms.tv(tf.constant(image)).numpy() == pytest.approx([8])


def test_answers_that_are_alike_have_diversity_one():
    a = np.random.default_rng(0).standard_normal((1, 2, 2, 3)).astype(np.float32)
    assert terms.diversity(tf.constant(np.concatenate([a, 2 * a]))).numpy() == pytest.approx([1, 1], abs=1e-6)


@pytest.mark.parametrize("name", RULES)
def test_first_step_goes_down(name):
    g = np.array([3.0, -0.5])
    assert (RULES[name]()(g, 0.1) * g < 0).all()


def test_adam_and_nadam_make_steps_of_the_rate_where_the_slope_stays():
    for name in ("adam", "nadam"):
        rule = RULES[name]()
        last = [rule(np.array([7.0]), 0.1)[0] for _ in range(300)][-1]
        assert last == pytest.approx(-0.1, rel=0.01), name


def test_phase_keeps_the_magnitudes_of_every_frequency():
    learnt = np.random.default_rng(1).standard_normal((1, *GREY.spectrum)).astype(np.float32)
    learnt[0, 0, :, 0] = 0  # an image is real: what stands alone keeps its sign
    image = parametrisations.phase(tf.constant(learnt), GREY, parametrisations.falling(GREY)).numpy()
    plain = np.log(image / (1 - image))[0, :, :, 0]
    found = np.abs(np.fft.rfft2(plain))[:, 1:]
    ratio = found / parametrisations.falling(GREY)[:, 1:]
    np.testing.assert_allclose(ratio, ratio[0, 0], rtol=1e-3)


def test_an_ascent_to_a_quadratic_ends_at_its_top():
    top = np.full((1, 4, 5, 1), 0.3, np.float32)
    ascent = Ascent(lambda x: -terms.l2(x, top), lambda theta: theta, GREY, 60, 0.1, "gradient", clipped=True)
    climbed = climb(ascent, Slope(ascent), np.zeros((1, 4, 5, 1)))
    np.testing.assert_allclose(climbed.image, top, atol=1e-3)
    assert climbed.history["total"].shape == (60, 1)


def test_labels_of_cases_are_their_own():
    assert len({case.label for case in CASES}) == len(CASES)
