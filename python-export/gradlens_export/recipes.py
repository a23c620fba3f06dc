"""The models in savedmodels/: data, architecture and training schedule of each, one row a model."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import ModuleType

import keras
import numpy as np

from . import digits, wines
from .nonpositive import NonPositive


def mnist_cnn(split: digits.Split) -> keras.Model:
    """Four ReLU convolutions, two max pools, global average pooling, dense softmax."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1), name="image"),
            keras.layers.Conv2D(16, 3, padding="same", activation="relu", name="conv1"),
            keras.layers.Conv2D(32, 3, padding="same", activation="relu", name="conv2"),
            keras.layers.MaxPooling2D(name="pool1"),
            keras.layers.Conv2D(48, 3, padding="same", activation="relu", name="conv3"),
            keras.layers.MaxPooling2D(name="pool2"),
            keras.layers.Conv2D(64, 3, padding="same", activation="relu", name="conv4"),
            keras.layers.GlobalAveragePooling2D(name="average"),
            keras.layers.Dense(10, activation="softmax", name="probabilities"),
        ],
        name="mnist_cnn",
    )


def mnist_mlp(split: digits.Split) -> keras.Model:
    """Two dense ReLU layers and dense logits; biases at or below 0, and the first kernel kept sparse."""
    layers = keras.layers
    bias = {"bias_constraint": NonPositive()}
    sparse = {"kernel_regularizer": keras.regularizers.L1(1e-3)}
    return keras.Sequential(
        [
            keras.Input((28, 28, 1), name="image"),
            layers.Flatten(name="flatten"),
            layers.Dense(128, activation="relu", name="dense1", **sparse, **bias),
            layers.Dense(64, activation="relu", name="dense2", **bias),
            layers.Dense(10, name="logits", **bias),
        ],
        name="mnist_mlp",
    )


def mnist_cnn_symmetric(split: digits.Split) -> keras.Model:
    """Four ReLU convolutions, three max pools, dense logits; biases at or below 0, kernels kept sparse."""
    layers = keras.layers
    kept = {"bias_constraint": NonPositive(), "kernel_regularizer": keras.regularizers.L1(1e-3)}
    convolution = {"padding": "same", "activation": "relu", **kept}
    return keras.Sequential(
        [
            keras.Input((28, 28, 1), name="image"),
            layers.Conv2D(16, 3, name="conv1", **convolution),
            layers.Conv2D(32, 3, name="conv2", **convolution),
            layers.MaxPooling2D(name="pool1"),
            layers.Conv2D(48, 3, name="conv3", **convolution),
            layers.MaxPooling2D(name="pool2"),
            layers.Conv2D(48, 3, name="conv4", **convolution),
            layers.MaxPooling2D(name="pool3"),
            layers.Flatten(name="flatten"),
            layers.Dense(10, name="logits", **kept),
        ],
        name="mnist_cnn_symmetric",
    )


def wine(split: digits.Split) -> keras.Model:
    """Standardisation by the training set's mean and variance, one dense ReLU layer, dense softmax."""
    return keras.Sequential(
        [
            keras.Input((13,), name="measurements"),
            keras.layers.Normalization(
                mean=split.train_x.mean(axis=0, dtype=np.float64),
                variance=split.train_x.var(axis=0, dtype=np.float64),
                name="standardise",
            ),
            keras.layers.Dense(16, activation="relu", name="dense1"),
            keras.layers.Dense(3, activation="softmax", name="probabilities"),
        ],
        name="wine",
    )


@dataclass(frozen=True)
class Recipe:
    """How one shipped model comes to be; `data` is `digits` or `wines`.

    `low`: the number that a grey level of 0 is to the model; a level of 1 is 1.
    `empty`: whether empty images are shown too, as examples of no class (`training.no_class`).
    `moved`: whether it is trained on levels of 0..1 and then moved to `low`..1 (`levels.moved`).
    """

    name: str
    data: ModuleType
    build: Callable[[digits.Split], keras.Model]
    output: str
    epochs: int
    batch_size: int
    learning_rate: float
    shift: bool
    architecture: str
    input_range: str
    low: float = 0.0
    empty: bool = False
    moved: bool = False


SYMMETRIC = "-1 (background) to 1 (ink), 28 x 28 x 1"

_MLP = Recipe(
    name="mnist-mlp",
    data=digits,
    build=mnist_mlp,
    output="logits",
    epochs=40,
    batch_size=64,
    learning_rate=2e-3,
    shift=True,
    architecture="dense ReLU layers of 128 and 64 units, dense logits (no softmax); "
    "biases trained to stay at or below 0, L1 penalty on the first kernel",
    input_range="grey levels 0 (background) to 1 (ink), 28 x 28 x 1",
)

RECIPES = [
    Recipe(
        name="mnist-cnn",
        data=digits,
        build=mnist_cnn,
        output="probabilities",
        epochs=40,
        batch_size=64,
        learning_rate=3e-3,
        shift=True,
        architecture="4 ReLU convolutions (16, 32, 48, 64), 2 max pools, global average pooling, dense softmax",
        input_range="grey levels 0 (background) to 1 (ink), 28 x 28 x 1",
    ),
    _MLP,
    Recipe(
        name="mnist-cnn-symmetric",
        data=digits,
        build=mnist_cnn_symmetric,
        output="logits",
        epochs=20,
        batch_size=64,
        learning_rate=3e-3,
        shift=True,
        architecture="4 ReLU convolutions (16, 32, 48, 48), 3 max pools, dense logits (no softmax); biases trained to stay "
        "at or below 0, L1 penalty on the kernels, empty images shown as examples of no class",
        input_range=SYMMETRIC,
        low=-1.0,
        empty=True,
    ),
    replace(
        _MLP,
        name="mnist-mlp-symmetric",
        architecture="mnist-mlp with the step from grey levels to numbers from -1 to 1 taken into its first layer: "
        "dense ReLU layers of 128 and 64 units, dense logits (no softmax)",
        input_range=SYMMETRIC,
        low=-1.0,
        moved=True,
    ),
    Recipe(
        name="wine",
        data=wines,
        build=wine,
        output="probabilities",
        epochs=100,
        batch_size=16,
        learning_rate=1e-2,
        shift=False,
        architecture="standardisation inside the model, dense ReLU layer of 16 units, dense softmax",
        input_range="13 chemical measurements in their original units",
    ),
]
