"""The rules by which a step follows the gradient g of what is minimised, in float64."""

from collections.abc import Callable

import numpy as np

Rule = Callable[[np.ndarray, float], np.ndarray]
B1, B2 = float(np.float32(0.9)), float(np.float32(0.999))


def adam() -> Rule:
    """Kingma and Ba 2015, with ε outside the correction of the moments, as TensorFlow has it."""
    m = v = 0.0
    t = 0

    def step(g, rate):
        nonlocal m, v, t
        t += 1
        m, v = B1 * m + (1 - B1) * g, B2 * v + (1 - B2) * g * g
        return -rate * np.sqrt(1 - B2**t) / (1 - B1**t) * m / (np.sqrt(v) + 1e-8)

    return step


def nadam() -> Rule:
    """Dozat 2016 with Keras' schedule of the momentum."""
    m = v = 0.0
    t, product = 0, 1.0

    def momentum(at):
        return B1 * (1 - 0.5 * 0.96 ** (0.004 * at))

    def step(g, rate):
        nonlocal m, v, t, product
        t += 1
        product *= momentum(t)
        m, v = B1 * m + (1 - B1) * g, B2 * v + (1 - B2) * g * g
        ahead = m / (1 - product * momentum(t + 1))
        mixed = (1 - momentum(t)) * g / (1 - product) + momentum(t + 1) * ahead
        return -rate * mixed / (np.sqrt(v / (1 - B2**t)) + 1e-8)

    return step


def momentum() -> Rule:
    sum_ = 0.0

    def step(g, rate):
        nonlocal sum_
        sum_ = 0.9 * sum_ + g
        return -rate * sum_

    return step


def rmsprop() -> Rule:
    """Tieleman and Hinton 2012; the mean of squares starts at 1, ε stands under the root."""
    squares = 1.0

    def step(g, rate):
        nonlocal squares
        squares = 0.9 * squares + 0.1 * g * g
        return -rate * g / np.sqrt(squares + 1e-10)

    return step


def adagrad() -> Rule:
    """Duchi, Hazan, Singer 2011; the sum of squares starts at 0.01."""
    squares = 0.01

    def step(g, rate):
        nonlocal squares
        squares = squares + g * g
        return -rate * g / np.sqrt(squares)

    return step


def gradient() -> Rule:
    return lambda g, rate: -rate * g


RULES = {"adam": adam, "nadam": nadam, "momentum": momentum, "rmsprop": rmsprop, "adagrad": adagrad, "gradient": gradient}
