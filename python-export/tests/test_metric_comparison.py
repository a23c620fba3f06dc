"""What counts as agreement between GradLens's metrics and numpy's."""

import keras
import numpy as np
import pytest

from numpy_metrics import verdict
from numpy_metrics.comparison import EXAMPLES, prepare
from numpy_metrics.networks import NETWORKS, shuffled
from numpy_metrics.verdict import Outcome
from numpy_nets import keras_reader, models
from numpy_nets.net import Linear


def test_errors_are_of_the_value_or_the_usual_size():
    found = verdict.errors([2.02, 0.01, None], [2.0, 0.0, None])
    assert found == pytest.approx([0.01, 0.01, 0])


@pytest.mark.parametrize(("found", "expected"), [(None, 1.0), (1.0, None), (np.nan, 1.0), (np.inf, 1.0)])
def test_what_does_not_exist_is_no_agreement(found, expected):
    assert verdict.errors([found], [expected])[0] == np.inf


def test_zero_is_zero():
    assert verdict.errors([0.0, 1e-9], [0.0, 0.0]).tolist() == [0, np.inf]


def test_means_of_one_distribution_agree_and_of_two_do_not():
    random = np.random.default_rng(1)
    found, draws = random.normal(size=(1, 400)), random.normal(size=(6, 400))
    assert verdict.apart(found, draws, False) < 3
    # An error of a mean of 400 is 0.05·√(7/6).
    assert verdict.apart(found + 0.5, draws, False) > 6


def test_examples_that_share_their_draw_are_one_value():
    random = np.random.default_rng(1)
    found, draws = (random.normal(size=(count, 1)) + np.zeros(50) for count in (5, 30))
    assert verdict.apart(found, draws, True) < 3
    # As if they were apart, the error would be far too small.
    assert verdict.apart(found, draws, False) > 2 * verdict.apart(found, draws, True)


def test_what_does_not_vary_agrees_to_rounding():
    draws = np.full((4, 3), 2.0)
    assert verdict.apart(np.full((1, 3), 2.0001), draws, False) <= verdict.ERRORS
    assert verdict.apart(np.full((1, 3), 2.002), draws, False) > verdict.ERRORS
    assert verdict.apart(np.full((1, 3), np.nan), draws, False) == np.inf


def test_an_outcome_has_its_own_limit():
    assert Outcome("m", 3.9, drawn=True).passed and not Outcome("m", 4.1, drawn=True).passed
    assert Outcome("m", 4.5e-4).passed and not Outcome("m", 5.5e-4).passed
    assert not Outcome("m", 0.0, trouble="none").passed


def test_layers_are_shuffled_from_the_output_down():
    (mlp,) = (network for network in NETWORKS if network.name == "mlp")
    model = models.model(mlp.architecture, keras)
    saved = keras_reader.read(model)
    names = ["first", "inner", "norm", "named", "classes"]
    for depth, net in enumerate(shuffled(model, np.random.default_rng(1)), 1):
        for node, old in zip(net.nodes, saved.nodes):
            if isinstance(node, Linear):
                assert np.array_equal(node.weight, old.weight) == (names.index(node.layer) < 5 - depth)
                if node.layer != "norm":
                    np.testing.assert_array_equal(np.sort(node.weight, axis=None), np.sort(old.weight, axis=None))
    for node, old in zip(keras_reader.read(model).nodes, saved.nodes):
        if isinstance(node, Linear):
            np.testing.assert_array_equal(node.weight, old.weight)


def test_examples_have_an_empty_and_a_full_mask_and_scores_of_both_signs():
    (volume,) = (network for network in NETWORKS if network.name == "volume")
    prepared = prepare(volume, models.model(volume.architecture, keras))
    assert prepared.batch.shape == (EXAMPLES, 5, 7, 6, 2)
    assert not prepared.masks[0].any() and prepared.masks[1].all()
    assert all(0 < mask.sum() < mask.size for mask in prepared.masks[2:])
    scores = np.array([subject.f for subject in prepared.subjects["gradient"]])
    assert (scores <= 0).any() and (scores > 0).any()
