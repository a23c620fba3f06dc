"""Small untrained Keras networks in which every kind of layer that the rules tell apart occurs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Architecture:
    """A network by name: how to build it from a Keras' layers, its input, and the layer that takes rules by name."""

    name: str
    build: Callable
    shape: tuple[int, ...]
    layer: str
    target: str = "argmax"


def model(architecture: Architecture, keras):
    """The network in Keras 2 or 3, the same weights in both."""
    layers = keras.layers
    image = layers.Input(architecture.shape, name="x")
    network = keras.Model(image, architecture.build(layers, image))
    _weigh(network, np.random.default_rng(7))
    return network


def _weigh(network, random) -> None:
    """Kernels that keep activations near unit scale, biases and batch norms that matter, scales of both signs."""
    for layer in network.layers:
        values = []
        kind = type(layer).__name__
        for place, value in enumerate(layer.get_weights()):
            if value.ndim > 1:
                apart = "Depthwise" in kind or kind == "SeparableConv2D" and place == 0
                inputs = np.prod(value.shape[:-2] if apart else value.shape[:-1])
                values.append(random.normal(0, np.sqrt(1.6 / inputs), value.shape))
            elif kind == "BatchNormalization":
                sign = random.choice([-1, 1, 1, 1], value.shape)
                values.append([sign * random.uniform(0.6, 1.4, value.shape), random.normal(0.4, 0.5, value.shape),
                               random.normal(0, 0.3, value.shape), random.uniform(0.5, 2, value.shape)][place])
            else:
                # Scores above 0: deep Taylor starts with max(score, 0).
                values.append(random.normal(1.5 if layer.name == "classes" else 0.1, 0.3, value.shape))
        layer.set_weights(values)


def _mlp(layers, x):
    x = layers.Dense(16, activation="relu", name="first")(x)
    x = layers.Dense(12, name="inner")(x)
    x = layers.BatchNormalization(name="norm")(x)
    x = layers.ReLU(name="rectify")(x)
    x = layers.Dense(10, activation="relu", name="named")(x)
    return layers.Dense(4, activation="softmax", name="classes")(x)


def _smooth(layers, x):
    x = layers.Dense(12, activation="sigmoid", name="first")(x)
    x = layers.Dense(12, activation="softplus", name="inner")(x)
    x = layers.Dense(10, activation="tanh", name="named")(x)
    x = layers.Dense(8, activation="elu", name="last")(x)
    return layers.Dense(3, name="classes")(x)


def _normalised(layers, x, filters, size, name, **more):
    x = layers.Conv2D(filters, size, name=name, **more)(x)
    return layers.BatchNormalization(name=name + "_norm")(x)


def _residual(layers, x):
    x = layers.Rescaling(-1.5, offset=0.25, name="scale")(x)
    x = layers.ZeroPadding2D(1, name="pad")(x)
    x = layers.ReLU(name="stem_relu")(_normalised(layers, x, 6, 3, "stem"))
    x = short = layers.MaxPooling2D(3, strides=2, padding="same", name="pool")(x)
    x = layers.ReLU(name="a_relu")(_normalised(layers, x, 5, 3, "a", padding="same"))
    x = layers.Add(name="sum")([short, _normalised(layers, x, 6, 3, "b", padding="same")])
    x = layers.ReLU(name="sum_relu")(x)
    one = layers.Conv2D(3, 1, activation="relu", name="named")(x)
    two = layers.AveragePooling2D(3, strides=1, padding="same", name="average")(x)
    x = layers.Concatenate(name="concat")([one, two])
    x = layers.GlobalAveragePooling2D(name="global")(x)
    return layers.Dense(4, activation="softmax", name="classes")(x)


def _dense_blocks(layers, x):
    x = layers.Conv2D(4, 3, strides=2, padding="same", name="stem")(x)
    for block in ("a", "b"):
        y = layers.ReLU(name=block + "_relu")(layers.BatchNormalization(name=block + "_norm")(x))
        y = layers.Conv2D(4, 3, padding="same", name="named" if block == "b" else block, use_bias=block == "b")(y)
        x = layers.Concatenate(name=block + "_concat")([x, y])
    x = layers.AveragePooling2D(2, name="average")(x)
    x = layers.ReLU(name="last_relu")(layers.BatchNormalization(name="last_norm")(x))
    x = layers.GlobalMaxPooling2D(name="global")(x)
    return layers.Dense(4, activation="softmax", name="classes")(x)


def _separable(layers, x):
    one = layers.ReLU(6.0, name="one_relu")(_normalised(layers, x, 4, 3, "one", strides=2, padding="same"))
    two = layers.Conv2D(3, 5, strides=2, padding="same", activation="relu", name="two")(x)
    x = layers.Concatenate(name="stems")([one, two])
    x = layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2, use_bias=False, name="depthwise")(x)
    x = layers.ReLU(6.0, name="depthwise_relu")(layers.BatchNormalization(name="depthwise_norm")(x))
    gate = layers.GlobalAveragePooling2D(name="squeeze")(x)
    gate = layers.Dense(5, activation="relu", name="narrow")(gate)
    gate = layers.Dense(14, activation="sigmoid", name="gate")(gate)
    x = layers.Multiply(name="excite")([x, layers.Reshape((1, 1, 14), name="spread")(gate)])
    x = short = _normalised(layers, x, 6, 1, "project")
    x = layers.SeparableConv2D(6, 3, padding="same", activation="swish", name="named")(x)
    x = layers.Add(name="sum")([short, x])
    x = layers.Flatten(name="flat")(x)
    return layers.Dense(4, activation="softmax", name="classes")(x)


def _sequence(layers, x):
    x = layers.Conv1D(6, 3, padding="causal", dilation_rate=2, activation="relu", name="causal")(x)
    x = layers.MaxPooling1D(2, name="pool")(x)
    x = layers.Conv1D(6, 3, strides=2, padding="same", name="named")(x)
    x = layers.BatchNormalization(name="norm")(x)
    x = layers.LeakyReLU(name="leaky")(x)
    x = layers.Dense(7, activation="relu", name="positions")(x)
    x = layers.GlobalAveragePooling1D(name="global")(x)
    return layers.Dense(3, activation="softmax", name="classes")(x)


def _upward(layers, x):
    x = layers.Conv2DTranspose(4, 3, strides=2, padding="same", activation="relu", name="first")(x)
    x = layers.Conv2DTranspose(4, 2, strides=2, name="named")(x)
    x = layers.ReLU(name="norm_relu")(layers.BatchNormalization(name="norm")(x))
    x = layers.Conv2D(4, 3, strides=2, groups=2, dilation_rate=1, activation="relu", name="grouped")(x)
    x = layers.Permute((2, 1, 3), name="turn")(x)
    x = layers.Cropping2D(((1, 0), (0, 2)), name="crop")(x)
    x = layers.Flatten(name="flat")(x)
    return layers.Dense(3, activation="softmax", name="classes")(x)


def _volume(layers, x):
    x = layers.Conv3D(5, (2, 3, 2), activation="relu", name="first")(x)
    x = layers.MaxPooling3D((1, 2, 2), padding="same", name="pool")(x)
    x = layers.Conv3D(6, 2, padding="same", name="named")(x)
    x = layers.ReLU(name="norm_relu")(layers.BatchNormalization(name="norm")(x))
    x = layers.GlobalAveragePooling3D(name="global")(x)
    return layers.Dense(4, activation="softmax", name="classes")(x)


ARCHITECTURES = (
    Architecture("mlp", _mlp, (10,), "named", "1-3"),
    Architecture("smooth", _smooth, (8,), "named"),
    Architecture("residual", _residual, (9, 10, 3), "named"),
    Architecture("dense-blocks", _dense_blocks, (10, 9, 3), "named", "margin"),
    Architecture("separable", _separable, (8, 9, 2), "named"),
    Architecture("sequence", _sequence, (21, 3), "named", "2"),
    Architecture("upward", _upward, (4, 3, 2), "named"),
    Architecture("volume", _volume, (5, 7, 6, 2), "named"),
)
