"""DeepLIFT: multipliers m = contribution / difference from the baseline, carried back from the score."""

from collections.abc import Mapping
from typing import Literal

import numpy as np

from .gradients import transpose
from .net import Activation, Linear, Maximum, Net, Product, gather, scatter
from .relevance import Result
from .rules import ratio

NEAR_ZERO = 1e-6
Cancel = Literal["nowhere", "dense", "everywhere"]
Values = Mapping[str, np.ndarray]


def deeplift(net: Net, here: Values, there: Values, weights: np.ndarray, cancel: Cancel) -> Result:
    """(x − x') ⊙ m with Linear and Rescale rules, RevealCancel where `cancel` says so; `there` is at the baseline."""
    signals = {net.score: weights}
    for node in reversed(net.nodes):
        if node.output not in signals:
            continue
        m = signals.pop(node.output)
        name = node.inputs[0]
        if isinstance(node, Activation):
            linear = _paired(net, node, cancel)
            if linear:
                name = linear.inputs[0]
                backs = {name: _reveal_cancel(node, linear, here[name], there[name], m)}
            else:
                backs = {name: _rescale(node, here[name], there[name], m)}
        elif isinstance(node, Maximum):
            backs = {name: _maximum(node, here[name], there[name], m)}
        else:
            mean = isinstance(node, Product)
            xs = [(here[each] + there[each]) / 2 if mean else here[each] for each in node.inputs]
            backs = dict(zip(node.inputs, transpose(node, xs, m)))
        for each, back in backs.items():
            signals[each] = signals.get(each, 0) + back
    result = (here[net.input] - there[net.input]) * signals[net.input]
    moved = (weights * (here[net.score] - there[net.score])).sum(axis=1)
    size = np.abs(result).sum(axis=1) + np.abs(moved)
    return Result(result, result.sum(axis=1) - moved, None, None, size)


def _rescale(node, z, z0, m):
    """Δy/Δz, the slope where Δz is near 0."""
    dz = z - z0
    slope = ratio(node.forward(z) - node.forward(z0), dz)
    return m * np.where(np.abs(dz) < NEAR_ZERO, node.function.slope(z), slope)


def _maximum(node, x, x0, m):
    """The input's winner takes max(y, y') − y', the baseline's y − max(y, y')."""
    y, y0 = node.forward(x), node.forward(x0)
    top = np.maximum(y, y0)
    parts = node.to_winners(x, m * (top - y0)) + node.to_winners(x0, m * (y - top))
    return ratio(parts, x - x0)


def _paired(net, activation, cancel) -> Linear | None:
    """The linear layer that only this activation reads, where RevealCancel takes it."""
    before = next((node for node in net.nodes if node.output == activation.inputs[0]), None)
    wanted = {"nowhere": (), "dense": ("dense",), "everywhere": ("dense", "convolution")}[cancel]
    if not isinstance(before, Linear) or before.kind not in wanted:
        return None
    return before if len(net.readers(before.output)) == 1 and before.output != net.score else None


def _reveal_cancel(activation, linear, x, x0, m):
    """Shrikumar 2017, section 3.5.3, with 3.5.1's treatment of inputs that did not move."""
    phi = activation.function.value
    dx = gather(x - x0, linear.table)[..., None]
    products = dx * linear.weight
    shape = (len(x), len(linear.table), len(linear.bias))
    z0, z = (linear.forward(value).reshape(shape) for value in (x0, x))
    up, down = np.maximum(products, 0).sum(axis=2), np.minimum(products, 0).sum(axis=2)
    dy_up = (phi(z0 + up) - phi(z0) + phi(z0 + down + up) - phi(z0 + down)) / 2
    dy_down = (phi(z0 + down) - phi(z0) + phi(z0 + up + down) - phi(z0 + up)) / 2
    m = m.reshape(shape)
    slope = activation.function.slope(z)
    m_up, m_down = (
        m * np.where(np.abs(dz) < NEAR_ZERO, slope, ratio(dy, dz)) for dy, dz in ((dy_up, up), (dy_down, down))
    )
    m_up, m_down = m_up[:, :, None], m_down[:, :, None]
    chosen = np.where(products > 0, m_up, np.where(products < 0, m_down, (m_up + m_down) / 2))
    return scatter((linear.weight * chosen).sum(axis=3), linear.table, x.shape[1])
