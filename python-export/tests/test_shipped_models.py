"""The models in savedmodels/ are what their cards say."""

import csv

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

import train_models
from gradlens_export import card, digits, export, levels, training, wines
from gradlens_export.recipes import RECIPES


@pytest.fixture(params=RECIPES, ids=lambda recipe: recipe.name)
def recipe(request):
    return request.param


@pytest.fixture
def folder(recipe):
    return train_models.DEFAULT_OUT / recipe.name


def test_accuracy_is_the_stated_one(recipe, folder):
    split = recipe.data.load()
    input_name = "image" if recipe.data is digits else "measurements"
    (outputs,) = export.serve(folder, {input_name: levels.shown(split.test_x, recipe.low)})
    stated = card.stated_accuracy(folder / "card.md")
    assert training.accuracy(outputs, split.test_y) == pytest.approx(stated, abs=0.005)


def test_card_agrees_with_the_recipe(recipe, folder):
    model = recipe.build(recipe.data.load())
    assert card.stated_parameters(folder / "card.md") == model.count_params()
    text = (folder / "card.md").read_text(encoding="utf-8")
    assert f"| Input | `{model.inputs[0].name}`" in text
    assert f"| Output | `{recipe.output}`" in text
    assert f"--only {recipe.name}`" in text


def test_one_label_a_class(recipe, folder):
    labels = (folder / "labels.txt").read_text(encoding="utf-8").splitlines()
    assert labels == recipe.data.LABELS
    function = tf.saved_model.load(str(folder)).signatures["serving_default"]
    assert function.structured_outputs[recipe.output].shape[-1] == len(labels)


def test_smaller_than_a_megabyte(folder):
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 1_000_000


@pytest.mark.parametrize("name", [row.name for row in RECIPES if row.data is digits])
def test_digit_samples_are_held_out(name):
    split = digits.load()
    held_out = {np.round(image * 255).astype(np.uint8).tobytes(): label for image, label in zip(split.test_x, split.test_y)}
    files = sorted((train_models.DEFAULT_OUT / name / "samples").glob("digit-*.png"))
    assert len(files) == 12
    for file in files:
        image = Image.open(file)
        assert image.mode == "L" and image.size == (28, 28)
        assert held_out[np.asarray(image).tobytes()] == int(file.name.split("-")[1])


# the convolutional one is trained to it, not bound to it; a digit's own logit is about 6
@pytest.mark.parametrize(
    "name, background, limit", [("mnist-mlp", 0.0, 0), ("mnist-mlp-symmetric", -1.0, 1e-4), ("mnist-cnn-symmetric", -1.0, 0.05)]
)
def test_empty_image_has_no_score_to_explain(name, background, limit):
    empty = np.full((1, 28, 28, 1), background, np.float32)
    (logits,) = export.serve(train_models.DEFAULT_OUT / name, {"image": empty})
    assert logits.max() <= limit


def test_symmetric_mlp_is_the_mlp_on_other_numbers():
    images = digits.load().test_x[:100]
    (grey,) = export.serve(train_models.DEFAULT_OUT / "mnist-mlp", {"image": images})
    (symmetric,) = export.serve(train_models.DEFAULT_OUT / "mnist-mlp-symmetric", {"image": levels.shown(images, -1.0)})
    np.testing.assert_allclose(symmetric, grey, atol=1e-4)


def test_wine_samples_are_held_out():
    with open(train_models.DEFAULT_OUT / "wine" / "samples" / "samples.csv", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    assert header == wines.FEATURES
    np.testing.assert_allclose(np.asarray(rows, np.float32), wines.load().test_x[: len(rows)], rtol=1e-5)
