"""Layer-wise relevance propagation through a whole network, by a book of rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from . import rules
from .net import Activation, Add, Linear, Maximum, Mean, Net, Preprocessing, Product, Structural, gather, scatter
from .rules import Rule, ratio


@dataclass(frozen=True)
class Book:
    """Which rule a layer takes, what the start is, and the conventions that a SPEC can change."""

    dense: Rule
    convolution: Rule
    diagonal: Rule
    first: Rule | None = None
    layers: Mapping[str, Rule] = field(default_factory=dict)
    start: str = "score"
    low: tuple[float, ...] | None = None
    high: tuple[float, ...] | None = None
    fold: bool = True
    proportional: bool = False
    rescale: bool = False
    even_gates: bool = False

    def rule(self, node: Linear, first: bool) -> Rule:
        """A layer's own rule, else the first layers', else its kind's."""
        if node.layer in self.layers:
            return self.layers[node.layer]
        if first and self.first and node.kind != "diagonal":
            return self.first
        return {"dense": self.dense, "convolution": self.convolution, "diagonal": self.diagonal}[node.kind]


@dataclass(frozen=True)
class Result:
    """Relevance of the input, Σ R − Σ R_start, what biases and activations kept, and the size of its parts.

    `folded` is what of `absorbed` batch norms brought, a bias's share split as the bias is.
    """

    attribution: np.ndarray
    residual: np.ndarray
    absorbed: np.ndarray | None
    folded: np.ndarray | None
    scale: np.ndarray


def relevance(net: Net, values: Mapping[str, np.ndarray], weights: np.ndarray, book: Book) -> Result:
    """Carries R back from the score z, starting with w ⊙ z (`score`), max(w ⊙ z, 0) (`positive`) or w (`unit`)."""
    weighted = weights * values[net.score]
    start = {"score": weighted, "positive": np.maximum(weighted, 0), "unit": weights}[book.start]
    signals = {net.score: start}
    kept, folded = np.zeros(len(weights)), np.zeros(len(weights))
    size = np.abs(start).sum(axis=1)
    near = net.near_input()
    bounds = _bounds(net, book)
    for node in reversed(net.nodes):
        if node.output not in signals:
            continue
        xs = [values[name] for name in node.inputs]
        backs, absorbed = _through(net, node, xs, values[node.output], signals.pop(node.output), book, near, bounds)
        kept = kept + absorbed.sum(axis=1)
        if isinstance(node, Linear):
            parts = absorbed.reshape(len(absorbed), -1, len(node.bias))
            folded = folded + (parts * ratio(node.folded, node.bias)).sum(axis=(1, 2))
        size = size + np.abs(absorbed).sum(axis=1)
        for name, back in zip(node.inputs, backs):
            if back is not None:
                signals[name] = signals.get(name, 0) + back
    result = signals[net.input]
    size = size + np.abs(result).sum(axis=1)
    return Result(result, result.sum(axis=1) - start.sum(axis=1), kept, folded, size)


def _through(net, node, xs, y, arriving, book, near, bounds):
    """Relevance of a node's inputs (None where none flows) and what stayed behind, [n, parts]."""
    nothing = np.zeros((len(y), 1))
    match node:
        case Linear():
            return _linear(node, xs[0], arriving, book.rule(node, node.inputs[0] in near), bounds.get(node.inputs[0]))
        case Preprocessing():
            return [arriving], nothing
        case Activation() if book.rescale:
            # 1 − φ(0)/φ(z) and not (φ(z) − φ(0))/φ(z): where φ(0) = 0 all passes, also at φ(z) = 0.
            kept = node.function.value(np.zeros(())) * ratio(arriving, y)
            return [arriving - kept], kept
        case Activation():
            return [arriving], nothing
        case Structural():
            sizes = np.cumsum([x.shape[1] for x in xs])
            return np.split(scatter(arriving, node.table, sizes[-1]), sizes[:-1], axis=1), nothing
        case Maximum() if not book.proportional:
            return [node.to_winners(xs[0], arriving)], nothing
        case Maximum() | Mean():
            parts = gather(xs[0], node.table)
            shares = parts * ratio(arriving, parts.sum(axis=2))[:, :, None]
            return [scatter(shares, node.table, xs[0].shape[1])], nothing
        case Add():
            return [x * ratio(arriving, y) for x in xs], nothing
        case Product():
            takes = [0.5, 0.5]
            if node.gate is not None and not book.even_gates:
                takes = [None if place == node.gate else 1.0 for place in (0, 1)]
            parts = zip(takes, node.spread, xs)
            return [None if t is None else scatter(t * arriving, table, x.shape[1]) for t, table, x in parts], nothing
    raise TypeError(f"no relevance rule for {node}")


def _linear(node, x, arriving, rule, bounds):
    there = (node.table != -1)[:, :, None] & node.connected
    low, high = (None, None) if bounds is None else (np.append(bound, 0)[node.table] for bound in bounds)
    sight = rules.Sight(gather(x, node.table), node.weight, there, node.bias, low, high)
    shares, absorbed = rule(sight, arriving.reshape(len(x), -1, len(node.bias)))
    back = scatter(shares.sum(axis=3), node.table, x.shape[1])
    return [back], absorbed.reshape(len(x), -1)


def _bounds(net: Net, book: Book) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Lowest and highest values of what lies near the input, where the SPEC bounds the input itself."""
    if book.low is None:
        return {}
    shape = net.shapes[net.input]
    found = {net.input: tuple(np.broadcast_to(bound, shape).ravel() for bound in (book.low, book.high))}
    for node in net.nodes:
        if not found.keys() >= set(node.inputs):
            continue
        ends = [np.concatenate([found[name][end] for name in node.inputs])[None] for end in (0, 1)]
        if isinstance(node, (Structural, Preprocessing)):
            moved = [node.forward(end)[0] for end in ends]
            found[node.output] = np.minimum(*moved), np.maximum(*moved)
    return found
