"""What a metric sees: an example, its map, and the model."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

AXIS = -1
ACTIVATIONS: dict[str, Callable] = {
    "none": lambda z: z,
    "softmax": lambda z: np.exp(z - z.max(axis=AXIS, keepdims=True))
    / np.exp(z - z.max(axis=AXIS, keepdims=True)).sum(axis=AXIS, keepdims=True),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
}


@dataclass(frozen=True)
class Model:
    """A classifier and its explanation.

    `scores`: points [K, elements] → [K, classes]. `explain`: points and the weights [classes] of the target → maps
    [K, elements]. `shuffled`: the models with the weights of the last 1, 2, … layers shuffled, of one draw.
    """

    scores: Callable[[np.ndarray], np.ndarray]
    explain: Callable[[np.ndarray, np.ndarray], np.ndarray]
    shuffled: tuple["Model", ...] = ()


@dataclass(frozen=True)
class Subject:
    """An example x [elements] of a shape without batch axis, its map, the model and its target.

    `weights` w of f = Σ w·z, fixed by the example as it is. `margin`: the largest z where w is 0 is taken off.
    `chance`: where maps are drawn in place of explained.
    """

    x: np.ndarray
    shape: tuple[int, ...]
    map: np.ndarray
    model: Model
    weights: np.ndarray
    margin: bool = False
    chance: np.random.Generator | None = None

    @property
    def channels(self) -> int:
        """Elements of a position."""
        return self.shape[-1] if len(self.shape) > 1 else 1

    @property
    def axes(self) -> tuple[int, ...]:
        """The axes of positions."""
        return self.shape[:-1] if len(self.shape) > 1 else self.shape

    @property
    def count(self) -> int:
        """P."""
        return len(self.x) // self.channels

    @property
    def range(self) -> float:
        """max − min."""
        return self.x.max() - self.x.min()

    @property
    def target(self) -> int:
        """The class of a target that is one."""
        return int(self.weights.argmax())

    @cached_property
    def f(self) -> float:
        """f(x)."""
        return self.score(self.x[None])[0]

    def positions(self, values: np.ndarray) -> np.ndarray:
        """Σ over channels: [… elements] → [… P]."""
        return values.reshape(*values.shape[:-1], -1, self.channels).sum(axis=-1)

    @cached_property
    def relevance(self) -> np.ndarray:
        """r [P]."""
        return self.positions(self.map)

    def score(self, points: np.ndarray, activation: str = "none") -> np.ndarray:
        """f of points [K, elements]."""
        z = ACTIVATIONS[activation](self.model.scores(points))
        f = z @ self.weights
        return f - np.where(self.weights == 0, z, -np.inf).max(axis=1) if self.margin else f

    def explain(self, points: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """Maps of points, of the target kept or another."""
        if self.chance is not None:
            return self.chance.standard_normal(points.shape)
        return self.model.explain(points, self.weights if weights is None else weights)

    def of_chance(self, random: np.random.Generator) -> "Subject":
        """The same with maps of N(0, 1)."""
        return replace(self, map=random.standard_normal(self.x.shape), chance=random)

    def randomised(self) -> list[np.ndarray]:
        """The map of the model with the weights of the last 1, 2, … layers shuffled."""
        return [replace(self, model=model).explain(self.x[None])[0] for model in self.model.shuffled]
