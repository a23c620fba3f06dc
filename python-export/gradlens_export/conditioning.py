"""Random weights that keep activations near unit scale, so that rounding does not move the gradient.

An untrained network has batch norms that do nothing and layer scales of 1e-6: a wrong rule for them would
not show. Here their parameters become random, and the moving statistics become those of random inputs. Each
channel's batch norm offset is two or more of its deviations away from zero, up or down: most ReLU units are
then clearly on or clearly off, few lie within rounding of the kink, and depth does not amplify rounding.
"""

import numpy as np

from .quiet import native_log

_NORMALISATIONS = ("BatchNormalization", "LayerNormalization")


def condition(model, batch: np.ndarray, seed: int) -> None:
    """Sets biases, scales and offsets at random and the moving statistics by one pass over `batch`."""
    random = np.random.default_rng(seed)
    layers = list(model._flatten_layers(include_self=False, recursive=True))
    normalised = any(type(layer).__name__ in _NORMALISATIONS for layer in layers)
    for layer in layers:
        if type(layer).__name__ in _NORMALISATIONS:
            _assign(getattr(layer, "gamma", None), lambda shape: random.uniform(0.5, 1.0, shape))
            _assign(getattr(layer, "beta", None), lambda shape: random.choice([-2.0, 2.0, 2.0], shape))
        elif type(layer).__name__ == "LayerScale":
            _assign(layer.gamma, lambda shape: random.uniform(0.3, 1.0, shape))
        elif getattr(layer, "kernel", None) is not None and not normalised:
            _assign(layer.kernel, lambda shape: np.asarray(layer.kernel) * np.sqrt(2.0))
        _assign(getattr(layer, "bias", None), lambda shape: random.normal(0.0, 0.1, shape))
    _observe(model, layers, batch)


def _observe(model, layers: list, batch: np.ndarray) -> None:
    """One pass in training mode with momentum 0: the moving statistics become the batch's own."""
    momentum = {layer: layer.momentum for layer in layers if type(layer).__name__ == "BatchNormalization"}
    rates = {layer: layer.rate for layer in layers if hasattr(layer, "rate")}
    try:
        for layer in momentum:
            layer.momentum = 0.0
        for layer in rates:
            layer.rate = 0.0
        with native_log():
            model(batch, training=True)
    finally:
        for layer, value in momentum.items():
            layer.momentum = value
        for layer, value in rates.items():
            layer.rate = value


def _assign(variable, values) -> None:
    """Gives a variable, where there is one, the values that `values(shape)` returns."""
    if variable is not None:
        variable.assign(values(tuple(variable.shape)).astype(np.float32))
