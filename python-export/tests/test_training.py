"""One short training run, exported: the SavedModel computes what the Keras model computes."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from gradlens_export import digits, export, levels, training
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


@pytest.mark.parametrize("name, layers", [("mnist-mlp", 3), ("mnist-cnn-symmetric", 5)])
def test_biases_stay_at_or_below_zero(name, layers):
    recipe = next(row for row in RECIPES if row.name == name)
    model = training.train(recipe, few_digits(), epochs=1)
    biases = [layer.bias.numpy() for layer in model.layers if hasattr(layer, "bias")]
    assert len(biases) == layers
    assert all(bias.max() <= 0 for bias in biases)
    assert any(bias.min() < 0 for bias in biases)


def test_a_moved_model_answers_other_numbers_as_it_did_levels():
    model = keras.Sequential([keras.Input((2, 2, 1)), keras.layers.Flatten(), keras.layers.Dense(3, "relu"), keras.layers.Dense(2)])
    images = np.random.default_rng(0).uniform(size=(5, 2, 2, 1)).astype(np.float32)
    before = model.predict(images, verbose=0)
    after = levels.moved(model, -3.0).predict(levels.shown(images, -3.0), verbose=0)
    np.testing.assert_allclose(after, before, atol=1e-5)


def test_an_image_of_no_class_costs_its_logits_above_zero():
    labels = np.asarray([[0, 1, 0], [0, 0, 0], [0, 0, 0]], np.float32)
    logits = np.asarray([[1, 2, 0], [3, -4, 0], [-1, -2, -3]], np.float32)
    entropy = np.log(np.exp(logits[0]).sum()) - logits[0, 1]
    np.testing.assert_allclose(training.no_class(labels, logits), [entropy, 9 / 3, 0], rtol=1e-5)


def test_empty_images_are_of_no_class():
    images, labels = training.with_empty(np.ones((40, 28, 28, 1), np.float32), np.arange(40) % 10, 4)
    assert images.shape[0] == labels.shape[0] == 44
    assert images[40:].max() == 0 and labels[40:].max() == 0
    np.testing.assert_array_equal(labels[:40].argmax(axis=1), np.arange(40) % 10)


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
