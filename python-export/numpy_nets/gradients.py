"""The gradient, and deconvolution and guided backpropagation, which are the gradient with another rule at ReLUs."""

from collections.abc import Mapping
from typing import Literal

import numpy as np

from .net import Activation, Add, Linear, Maximum, Mean, Net, Preprocessing, Product, Structural, scatter

Rectifier = Literal["gradient", "deconvnet", "guided-backprop"]


def backward(
    net: Net, values: Mapping[str, np.ndarray], weights: np.ndarray, rectifier: Rectifier, at: str | None = None
) -> np.ndarray:
    """The signal of the input, or of another value, starting with the weights of the scores."""
    signals = {net.score: weights}
    for node in reversed(net.nodes):
        if node.output == at:
            break
        if node.output not in signals:
            continue
        xs = [values[name] for name in node.inputs]
        signal = signals.pop(node.output)
        if isinstance(node, Activation):
            backs = [_rectify(node, xs[0], signal, rectifier)]
        else:
            backs = transpose(node, xs, signal)
        for name, back in zip(node.inputs, backs):
            signals[name] = signals.get(name, 0) + back
    return signals[at or net.input]


def _rectify(node, z, signal, rectifier):
    if node.function.rectifier and rectifier != "gradient":
        signal = np.maximum(signal, 0)
        if rectifier == "deconvnet":
            return signal
    return signal * node.function.slope(z)


def transpose(node, xs, signal) -> list[np.ndarray]:
    """The gradient of every node but an activation."""
    size = xs[0].shape[1]
    match node:
        case Linear():
            return [node.transpose(signal, size)]
        case Preprocessing():
            return [signal * node.scale]
        case Structural():
            sizes = np.cumsum([x.shape[1] for x in xs])
            return np.split(scatter(signal, node.table, sizes[-1]), sizes[:-1], axis=1)
        case Maximum():
            return [node.to_winners(xs[0], signal)]
        case Mean():
            spread = np.broadcast_to((signal / node.count)[:, :, None], (len(signal), *node.table.shape))
            return [scatter(spread, node.table, size)]
        case Add():
            return [signal] * len(xs)
        case Product():
            a, b = (x[:, table] for x, table in zip(xs, node.spread))
            return [scatter(signal * b, node.spread[0], size), scatter(signal * a, node.spread[1], xs[1].shape[1])]
    raise TypeError(f"no gradient for {node}")
