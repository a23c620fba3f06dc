"""What is explained: a network's score f = Σ w·z of each example, by the input or by an inner value."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from numpy_nets.gradients import Rectifier, backward
from numpy_nets.net import Net

ROWS = 256


@dataclass(frozen=True)
class Question:
    """Examples [N, …], the weights of their scores [N, classes], and the value that is explained.

    `margin`: f = Σ w·z − the largest z where w is 0, whichever that is at the point that is asked. `bits`: every value
    is rounded to so many, to see what rounding does; None: as float64 has them.
    """

    net: Net
    batch: np.ndarray
    weights: np.ndarray
    at: str
    margin: bool = False
    bits: int | None = None

    @cached_property
    def values(self) -> dict[str, np.ndarray]:
        """Every value of the examples as they are."""
        return self._forward(self.batch)

    @property
    def x(self) -> np.ndarray:
        """The explained value, [N, elements]."""
        return self.values[self.at]

    @property
    def shape(self) -> tuple[int, ...]:
        """Its shape, channels last, without the batch."""
        return self.net.shapes[self.at]

    @property
    def f(self) -> np.ndarray:
        """The score of the examples as they are."""
        return self._score(self.values, self.weights)

    def scores(self, points: np.ndarray, at: str | None = None) -> np.ndarray:
        """f where the explained value, or another one, is replaced: [K, N, elements] → [K, N]."""
        parts = [self._score(values, weights) for values, weights in self._replaced(points, at or self.at)]
        return np.concatenate(parts).reshape(points.shape[:2])

    def slopes(self, points: np.ndarray) -> np.ndarray:
        """∂f by the explained value where it is replaced: [K, N, elements] → the same."""
        replaced = self._replaced(points, self.at)
        parts = [self.backward(values, weights, self.at) for values, weights in replaced]
        return np.concatenate(parts).reshape(points.shape)

    def along(self, points: np.ndarray, layer: str) -> tuple[np.ndarray, np.ndarray]:
        """A layer's values and ∂f by them, where the input is replaced: [K, N, elements of the layer] each."""
        parts = [
            (values[layer], self.backward(values, weights, layer))
            for values, weights in self._replaced(points, self.net.input)
        ]
        y, g = (np.concatenate(each).reshape(*points.shape[:2], -1) for each in zip(*parts))
        return y, g

    def slope_at(self, layer: str) -> np.ndarray:
        """∂f by a layer's values, [N, elements of the layer]."""
        return self.backward(self.values, self.weights, layer)

    def backward(self, values, weights, at: str, rectifier: Rectifier = "gradient") -> np.ndarray:
        """What a backward pass from the score brings to a value."""
        return backward(self.net, values, self.effective(values, weights), rectifier, at)

    def _replaced(self, points, name):
        """Values and weights of the points in portions; what does not depend on the replaced value stays."""
        count, examples = points.shape[:2]
        step = max(1, ROWS // examples)
        for start in range(0, count, step):
            some = points[start : start + step]
            batch = np.concatenate([self.batch.reshape(examples, -1)] * len(some))
            weights = np.concatenate([self.weights] * len(some))
            yield self._forward(batch, {name: some.reshape(len(some) * examples, -1)}), weights

    def _score(self, values, weights):
        return np.sum(self.effective(values, weights) * values[self.net.score], axis=1)

    def effective(self, values, weights) -> np.ndarray:
        """w of f = Σ w·z with the rival of a margin."""
        if not self.margin:
            return weights
        scores = values[self.net.score]
        return weights - np.eye(scores.shape[1])[np.where(weights == 0, scores, -np.inf).argmax(axis=1)]

    def _forward(self, batch, replaced=None) -> dict[str, np.ndarray]:
        """Every value by name, where some of them are given."""
        given = replaced or {}
        values = {self.net.input: given.get(self.net.input, batch.reshape(len(batch), -1).astype(np.float64))}
        for node in self.net.nodes:
            made = given.get(node.output)
            values[node.output] = node.forward(*(values[name] for name in node.inputs)) if made is None else made
            if self.bits:
                values[node.output] = rounded(values[node.output], self.bits)
        return values


def rounded(values: np.ndarray, bits: int) -> np.ndarray:
    """The nearest numbers of so many binary digits; equal values stay equal."""
    fraction, exponent = np.frexp(values)
    return np.ldexp(np.round(np.ldexp(fraction, bits)), exponent - bits)
