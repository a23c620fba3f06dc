"""Deterministic training of a recipe."""

import keras
import numpy as np
import tensorflow as tf

from . import digits
from .recipes import Recipe

SEED = 7


def make_deterministic(seed: int) -> None:
    """Seeds Python, numpy and TensorFlow, and asks TensorFlow for deterministic kernels."""
    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()


def train(recipe: Recipe, split: digits.Split, seed: int = SEED, epochs: int | None = None) -> keras.Model:
    """Builds and trains a recipe's model on the training half of `split`."""
    make_deterministic(seed)
    epochs = epochs or recipe.epochs
    model = recipe.build(split)
    steps = -(-len(split.train_x) // recipe.batch_size)
    model.compile(
        optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(recipe.learning_rate, epochs * steps)),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=recipe.output == "logits"),
    )
    random = np.random.default_rng(seed)
    for _ in range(epochs):
        inputs = digits.shifted(split.train_x, random) if recipe.shift else split.train_x
        model.fit(inputs, split.train_y, batch_size=recipe.batch_size, verbose=0)
    return model


def accuracy(outputs: np.ndarray, classes: np.ndarray) -> float:
    """The share of rows whose largest output is the right class."""
    return float(np.mean(np.argmax(outputs, axis=-1) == classes))
