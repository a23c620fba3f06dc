"""One short training run, exported: the SavedModel computes what the Keras model computes."""

import numpy as np
import pytest
import tensorflow as tf

from gradlens_export import digits, export, training
from gradlens_export.recipes import RECIPES


def few_digits() -> digits.Split:
    split = digits.load()
    return digits.Split(split.train_x[:200], split.train_y[:200], split.test_x[:50], split.test_y[:50])


@pytest.mark.parametrize("recipe", [row for row in RECIPES if row.data is digits], ids=lambda row: row.name)
def test_export_equals_keras_after_one_epoch(recipe, tmp_path):
    split = few_digits()
    model = training.train(recipe, split, epochs=1)
    export.write(model, tmp_path / "model", [recipe.output])
    assert export.check(model, tmp_path / "model", {"image": split.test_x}) <= 1e-5
    function = tf.saved_model.load(str(tmp_path / "model")).signatures["serving_default"]
    assert list(function.structured_outputs) == [recipe.output]
    assert function.structured_outputs[recipe.output].shape.as_list() == [None, 10]


def test_same_seed_trains_the_same_model():
    recipe = next(row for row in RECIPES if row.name == "mnist-mlp")
    first, second = (training.train(recipe, few_digits(), epochs=1) for _ in range(2))
    for one, other in zip(first.get_weights(), second.get_weights()):
        np.testing.assert_array_equal(one, other)


def test_biases_of_the_mlp_stay_at_or_below_zero():
    recipe = next(row for row in RECIPES if row.name == "mnist-mlp")
    model = training.train(recipe, few_digits(), epochs=1)
    biases = [layer.bias.numpy() for layer in model.layers if hasattr(layer, "bias")]
    assert len(biases) == 3
    assert all(bias.max() <= 0 for bias in biases)
    assert any(bias.min() < 0 for bias in biases)


def test_split_is_stratified_and_apart():
    split = digits.load()
    assert np.bincount(split.test_y).tolist() == [100] * 10
    train = {image.tobytes() for image in split.train_x}
    assert not any(image.tobytes() in train for image in split.test_x)


def test_shift_moves_zeros_in_and_keeps_the_centre():
    image = np.zeros((1, 28, 28, 1), np.float32)
    image[0, 14, 14, 0] = 1
    moved = digits.shifted(image, np.random.default_rng(0))
    assert moved.sum() == 1
    assert np.abs(np.argwhere(moved[0, :, :, 0])[0] - 14).max() <= 2
