"""The models in savedmodels/ that say what a digit looks like: an expert and a generator, one row a model."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import keras
import numpy as np
from keras import layers, ops

from . import digits
from .autoencoder import Autoencoder, Schedule, trained
from .prior_figures import Signature, densities, distance

CODES = 12


def _encoder(hidden: list) -> keras.Model:
    image = keras.Input((28, 28, 1), name="image")
    features = image
    for layer in hidden:
        features = layer(features)
    return keras.Model(image, [layers.Dense(CODES, name="mean")(features), layers.Dense(CODES, name="log_variance")(features)])


def dense() -> Autoencoder:
    """Dense ReLU layers on both sides of the code."""
    encoder = _encoder([layers.Flatten(), layers.Dense(128, activation="relu"), layers.Dense(64, activation="relu")])
    decoder = keras.Sequential(
        [
            keras.Input((CODES,), name="code"),
            layers.Dense(64, activation="relu"),
            layers.Dense(128, activation="relu"),
            layers.Dense(28 * 28),
            layers.Reshape((28, 28, 1)),
        ]
    )
    return Autoencoder(encoder, decoder)


def convolutional() -> Autoencoder:
    """Convolutions of stride 2 before the code, transposed ones behind it."""
    wide = {"strides": 2, "padding": "same", "activation": "relu"}
    encoder = _encoder(
        [layers.Conv2D(16, 3, **wide), layers.Conv2D(32, 3, **wide), layers.Flatten(), layers.Dense(128, activation="relu")]
    )
    decoder = keras.Sequential(
        [
            keras.Input((CODES,), name="code"),
            layers.Dense(128, activation="relu"),
            layers.Dense(7 * 7 * 16, activation="relu"),
            layers.Reshape((7, 7, 16)),
            layers.Conv2DTranspose(32, 4, **wide),
            layers.Conv2DTranspose(16, 4, **wide),
            layers.Conv2D(1, 3, padding="same"),
        ]
    )
    return Autoencoder(encoder, decoder)


class LogDensity(layers.Layer):
    """log p(x, z) up to a constant, where x ~ N(decoded z, variance) and z ~ N(0, 1)."""

    def __init__(self, variance: float, **options):
        super().__init__(**options)
        self.variance = variance

    def call(self, image, decoded, code):
        residual = ops.sum(ops.square(image - decoded), axis=(1, 2, 3))
        return residual * (-0.5 / self.variance) - 0.5 * ops.sum(ops.square(code), axis=1)


def expert(model: Autoencoder, split: digits.Split) -> keras.Model:
    """Image → log p(image, its code), a lower bound of the largest over all codes.

    The variance is the most likely one, the mean square that coding and decoding change of the training digits.
    """
    image = keras.Input((28, 28, 1), name="image")
    code = keras.Model(model.encoder.inputs, model.encoder.outputs[0])(image)
    decoded = ops.sigmoid(model.decoder(code))
    return keras.Model(image, LogDensity(model.error(split.train_x))(image, decoded, code), name="mnist_expert")


def generator(model: Autoencoder, split: digits.Split) -> keras.Model:
    """Code → image."""
    code = keras.Input((CODES,), name="code")
    return keras.Model(code, ops.sigmoid(model.decoder(code)), name="mnist_generator")


@dataclass(frozen=True)
class Prior:
    """How one of these models comes to be; `assemble` makes the exported model of a trained autoencoder."""

    name: str
    build: Callable[[], Autoencoder]
    schedule: Schedule
    assemble: Callable[[Autoencoder, digits.Split], keras.Model]
    output: str
    architecture: str
    takes: str
    returns: str
    figure: str
    probe: Callable[[digits.Split], np.ndarray]
    measure: Callable[[Signature, digits.Split], list[tuple[str, float]]]

    def train(self, split: digits.Split, seed: int, epochs: int | None = None) -> Autoencoder:
        schedule = replace(self.schedule, epochs=epochs or self.schedule.epochs)
        return trained(self.build, split, schedule, seed)


PRIORS = [
    Prior(
        name="mnist-expert",
        build=dense,
        schedule=Schedule(epochs=60, batch_size=64, learning_rate=3e-3, noise=0.4),
        assemble=expert,
        output="log_density",
        architecture=(
            "denoising variational autoencoder of dense ReLU layers (128, 64, code of 12, 64, 128, sigmoid); log "
            "density of image x with code z, decoded to D: -(squared distance of x and D) / 2v - (squared norm of z) / 2, "
            "v the mean square error of a pixel"
        ),
        takes="float32 [N, 28, 28, 1]: grey levels 0 (background) to 1 (ink)",
        returns="float32 [N], natural logarithm, up to a constant",
        figure="Mean log density",
        probe=lambda split: split.test_x,
        measure=densities,
    ),
    Prior(
        name="mnist-generator",
        build=convolutional,
        schedule=Schedule(epochs=100, batch_size=64, learning_rate=2e-3, noise=0.0),
        assemble=generator,
        output="image",
        architecture=(
            "decoder of a variational autoencoder: dense ReLU layers of 128 and 784 units, two transposed convolutions "
            "(32, 16, stride 2), convolution, sigmoid"
        ),
        takes="float32 [N, 12]: codes, standard normal",
        returns="float32 [N, 28, 28, 1]: grey levels 0 (background) to 1 (ink)",
        figure="Error",
        probe=lambda split: np.random.default_rng(0).standard_normal((100, CODES)).astype(np.float32),
        measure=distance,
    ),
]
