"""Deterministic training of a recipe."""

import keras
import numpy as np
import tensorflow as tf

from . import digits, levels
from .recipes import Recipe

SEED = 7

# Empty images, as a share of the others.
EMPTY = 0.05


def make_deterministic(seed: int) -> None:
    """Seeds Python, numpy and TensorFlow, and asks TensorFlow for deterministic kernels."""
    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()


def no_class(labels, logits):
    """Cross-entropy where one of `labels` is 1; where none is, the mean square of the logits above 0.

    So an image without a digit has no score above 0 that a method could explain.
    """
    of_a_class = tf.reduce_sum(labels, axis=-1)
    entropy = tf.nn.softmax_cross_entropy_with_logits(labels, logits)
    return entropy + (1 - of_a_class) * tf.reduce_mean(tf.nn.relu(logits) ** 2, axis=-1)


def with_empty(images: np.ndarray, classes: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The images and so many without ink, with one label a class: none of an empty image is 1."""
    labels = np.concatenate([np.eye(len(digits.LABELS), dtype=np.float32)[classes], np.zeros((count, len(digits.LABELS)), np.float32)])
    return np.concatenate([images, np.zeros((count, *images.shape[1:]), np.float32)]), labels


def train(recipe: Recipe, split: digits.Split, seed: int = SEED, epochs: int | None = None) -> keras.Model:
    """Builds and trains a recipe's model on the training half of `split`."""
    make_deterministic(seed)
    epochs = epochs or recipe.epochs
    model = recipe.build(split)
    empty = int(EMPTY * len(split.train_x)) if recipe.empty else 0
    steps = -(-(len(split.train_x) + empty) // recipe.batch_size)
    usual = keras.losses.SparseCategoricalCrossentropy(from_logits=recipe.output == "logits")
    model.compile(
        optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(recipe.learning_rate, epochs * steps)),
        loss=no_class if recipe.empty else usual,
    )
    low = 0.0 if recipe.moved else recipe.low
    random = np.random.default_rng(seed)
    for _ in range(epochs):
        inputs, labels = digits.shifted(split.train_x, random) if recipe.shift else split.train_x, split.train_y
        if recipe.empty:
            inputs, labels = with_empty(inputs, labels, empty)
        model.fit(levels.shown(inputs, low), labels, batch_size=recipe.batch_size, verbose=0)
    return levels.moved(model, recipe.low) if recipe.moved else model


def accuracy(outputs: np.ndarray, classes: np.ndarray) -> float:
    """The share of rows whose largest output is the right class."""
    return float(np.mean(np.argmax(outputs, axis=-1) == classes))
