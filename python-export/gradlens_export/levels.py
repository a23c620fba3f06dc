"""Grey levels of 0..1 as numbers from another range, in data and in a trained model."""

import keras
import numpy as np


def shown(images: np.ndarray, low: float) -> np.ndarray:
    """Levels of 0..1 as numbers from `low` to 1."""
    return images * np.float32(1 - low) + np.float32(low)


def moved(model: keras.Model, low: float) -> keras.Model:
    """The model with its first layer changed so that it answers numbers from `low` to 1 as it did levels of 0..1.

    w·(x − low)/(1 − low) + b = (w/(1 − low))·x + (b − low·Σw/(1 − low))
    """
    first = next(layer for layer in model.layers if layer.weights)
    if not isinstance(first, keras.layers.Dense):
        raise TypeError(f"{first.name}: only a dense layer reads every input by one weight a unit")
    kernel, bias = (np.asarray(weight, np.float64) for weight in first.get_weights())
    kernel = kernel / (1 - low)
    first.set_weights([kernel, bias - low * kernel.sum(axis=0)])
    return model
