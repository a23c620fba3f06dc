"""Element-wise functions φ and their derivatives."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


def sigmoid(z):
    """1 / (1 + e^−z)."""
    return 1 / (1 + np.exp(-z))


@dataclass(frozen=True)
class Function:
    """φ, φ', and whether deconvolution and guided backpropagation treat it as a ReLU."""

    value: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray]
    rectifier: bool = False


def leaky(slope: float) -> Function:
    """z where positive, else slope·z."""
    return Function(lambda z: np.where(z > 0, z, slope * z), lambda z: np.where(z > 0, 1.0, slope), True)


FUNCTIONS = {
    "relu": Function(lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0, True),
    "relu6": Function(lambda z: np.clip(z, 0, 6), lambda z: ((z > 0) & (z < 6)) * 1.0, True),
    "sigmoid": Function(sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))),
    "tanh": Function(np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "softplus": Function(lambda z: np.log1p(np.exp(z)), sigmoid),
    "swish": Function(lambda z: z * sigmoid(z), lambda z: sigmoid(z) * (1 + z * (1 - sigmoid(z)))),
    "elu": Function(lambda z: np.where(z > 0, z, np.expm1(z)), lambda z: np.where(z > 0, 1.0, np.exp(z))),
}
FUNCTIONS["silu"] = FUNCTIONS["swish"]
