"""Nodes of a network and its forward pass. A value is [examples, elements], each example in row-major order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from .functions import Function
from .tables import PADDING


def gather(values: np.ndarray, table: np.ndarray, padding: float = 0.0) -> np.ndarray:
    """values[:, table], with `padding` where the table says so."""
    return np.where(table == PADDING, padding, values[:, table])


def scatter(parts: np.ndarray, table: np.ndarray, size: int) -> np.ndarray:
    """The transpose of gather: sums parts into the elements that they were read from; padding's are dropped."""
    # Row after row of places, the last of each row for padding.
    places = np.arange(len(parts))[:, None] * (size + 1) + np.where(table == PADDING, size, table).ravel()
    out = np.bincount(places.ravel(), parts.reshape(-1), len(parts) * (size + 1))
    return out.reshape(len(parts), size + 1)[:, :size]


@dataclass(frozen=True, eq=False)
class Node:
    """A step: its Keras layer, the values that it reads and the value that it makes."""

    layer: str
    inputs: tuple[str, ...]
    output: str


@dataclass(frozen=True, eq=False)
class Linear(Node):
    """z[o, c] = Σ_k x[table[o, k]] · weight[k, c] + bias[c].

    `connected[k, c]` says which products exist (a depthwise filter has no weight between channels, which is not a
    weight of 0); `diagonal` is a batch norm that stands alone. `folded` is the part of the bias that a batch norm
    brought.
    """

    kind: Literal["dense", "convolution", "diagonal"]
    table: np.ndarray
    weight: np.ndarray
    connected: np.ndarray
    bias: np.ndarray
    folded: np.ndarray | float = 0.0

    def forward(self, x):
        z = gather(x, self.table) @ self.weight + self.bias
        return z.reshape(len(x), -1)

    def transpose(self, signal, size):
        """The input's share of a signal at the output: its gradient."""
        parts = signal.reshape(len(signal), -1, len(self.bias)) @ self.weight.T
        return scatter(parts, self.table, size)


@dataclass(frozen=True, eq=False)
class Preprocessing(Node):
    """x·scale + shift right behind the model's input."""

    scale: np.ndarray
    shift: np.ndarray

    def forward(self, x):
        return x * self.scale + self.shift


@dataclass(frozen=True, eq=False)
class Structural(Node):
    """Moves elements: y[i] = x[table[i]], the inputs laid end to end; 0 where the table says padding."""

    table: np.ndarray

    def forward(self, *xs):
        return gather(np.concatenate(xs, axis=1), self.table)


@dataclass(frozen=True, eq=False)
class Activation(Node):
    """y = φ(z)."""

    function: Function

    def forward(self, z):
        return self.function.value(z)


@dataclass(frozen=True, eq=False)
class Maximum(Node):
    """The largest element of each window. As in TensorFlow, the first of equals wins a pool; all share a global one."""

    table: np.ndarray
    shared: bool

    def wins(self, x) -> np.ndarray:
        """[examples, outputs, taps]: the part of each output that each element of its window makes."""
        parts = gather(x, self.table, -np.inf)
        best = parts == parts.max(axis=2, keepdims=True)
        if self.shared:
            return best / best.sum(axis=2, keepdims=True)
        return best & (np.cumsum(best, axis=2) == 1)

    def forward(self, x):
        return gather(x, self.table, -np.inf).max(axis=2)

    def to_winners(self, x, signal):
        """The signal of each output where it was made."""
        return scatter(self.wins(x) * signal[:, :, None], self.table, x.shape[1])


@dataclass(frozen=True, eq=False)
class Mean(Node):
    """The mean of each window's elements, padding left out."""

    table: np.ndarray

    @property
    def count(self):
        return np.sum(self.table != PADDING, axis=1)

    def forward(self, x):
        return gather(x, self.table).sum(axis=2) / self.count


@dataclass(frozen=True, eq=False)
class Add(Node):
    """The sum of values of one size."""

    def forward(self, *xs):
        return sum(xs)


@dataclass(frozen=True, eq=False)
class Product(Node):
    """a ⊙ b, each read through its table (broadcasting); `gate` is the place of the factor that a sigmoid makes."""

    spread: tuple[np.ndarray, np.ndarray]
    gate: int | None

    def forward(self, a, b):
        return a[:, self.spread[0]] * b[:, self.spread[1]]


@dataclass(frozen=True, eq=False)
class Net:
    """Nodes in an order in which each reads what earlier ones made; `score` is the value before the last softmax."""

    nodes: tuple[Node, ...]
    shapes: Mapping[str, tuple[int, ...]] = field(repr=False)
    input: str
    score: str

    def size(self, value: str) -> int:
        """The number of elements of an example."""
        return int(np.prod(self.shapes[value]))

    def forward(self, batch: np.ndarray) -> dict[str, np.ndarray]:
        """Every value, by name."""
        values = {self.input: batch.reshape(len(batch), -1).astype(np.float64)}
        for node in self.nodes:
            values[node.output] = node.forward(*(values[name] for name in node.inputs))
        return values

    def readers(self, value: str) -> list[Node]:
        """The nodes that read a value."""
        return [node for node in self.nodes if value in node.inputs]

    def near_input(self) -> set[str]:
        """The values that the input reaches through structural nodes and preprocessing only."""
        found = {self.input}
        for node in self.nodes:
            if isinstance(node, (Structural, Preprocessing)) and found.issuperset(node.inputs):
                found.add(node.output)
        return found
