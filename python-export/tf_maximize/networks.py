"""Small networks with random weights, exported for the cases that the shipped models do not have."""

from pathlib import Path

import keras
from keras import layers

from gradlens_export import export
from gradlens_export.training import make_deterministic

SEED = 5


def colour() -> tuple[keras.Model, str]:
    """A classifier of colour images of odd width."""
    image = keras.Input((12, 11, 3), name="image")
    x = layers.Rescaling(1 / 128)(image)
    x = layers.Conv2D(8, 3, activation="swish", name="conv1")(x)
    x = layers.Conv2D(6, 3, activation="tanh", name="conv2")(x)
    return keras.Model(image, layers.Dense(5, activation="softmax", name="classes")(layers.Flatten()(x))), "classes"


def denoiser() -> tuple[keras.Model, str]:
    """An expert that returns an image."""
    image = keras.Input((28, 28, 1), name="image")
    x = layers.Conv2D(4, 5, padding="same", activation="relu")(image)
    return keras.Model(image, layers.Conv2D(1, 5, padding="same", activation="sigmoid")(x)), "denoised"


def energy() -> tuple[keras.Model, str]:
    """An expert that returns an energy."""
    image = keras.Input((28, 28, 1), name="image")
    x = layers.Dense(16, activation="softplus")(layers.Flatten()(image))
    return keras.Model(image, layers.Dense(1)(x)), "energy"


NETWORKS = {"colour": colour, "denoiser": denoiser, "energy": energy}


def write(folder: Path) -> None:
    """Exports each into a folder of its name."""
    for name, build in NETWORKS.items():
        make_deterministic(SEED)
        model, output = build()
        export.write(model, folder / name, [output])
