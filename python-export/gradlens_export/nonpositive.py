"""Biases as deep Taylor decomposition assumes them."""

import keras


class NonPositive(keras.constraints.Constraint):
    """Keeps a bias at or below 0, so that an input without evidence has no score to explain (Montavon 2017)."""

    def __call__(self, weights):
        return keras.ops.minimum(weights, 0.0)
