"""Seeded random input for a frozen model."""

import numpy as np

from .errors import ExportError
from .frozen import Frozen


def random_input(model: Frozen, seed: int, batch: int, low: float, high: float) -> np.ndarray:
    """Uniform values of the model's input shape and type."""
    sizes = model.input_shape[1:]
    if None in sizes:
        raise ExportError(f"input {model.input_name} has shape {model.input_shape}; give its values with --input FILE.npy")
    return np.random.default_rng(seed).uniform(low, high, (batch, *sizes)).astype(model.input_dtype)
