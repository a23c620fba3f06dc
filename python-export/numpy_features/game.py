"""What every coalition of features is worth, by evaluating a model."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

_ROWS = 4096


@dataclass(frozen=True)
class Game:
    """One example x; `labels` has x's shape and names the feature of each element, 0 … M − 1."""

    score: Callable[[np.ndarray], np.ndarray]
    x: np.ndarray
    labels: np.ndarray
    baseline: float

    @property
    def players(self) -> int:
        """The number of features, M."""
        return int(self.labels.max()) + 1

    def worth(self, sets: np.ndarray) -> np.ndarray:
        """f with each set's features as in x and the others at the baseline; `sets` is bool [K, M]."""
        worth = np.empty(len(sets))
        for start in range(0, len(sets), _ROWS):
            kept = sets[start : start + _ROWS][:, self.labels]
            inputs = np.where(kept, self.x, self.x.dtype.type(self.baseline))
            worth[start : start + _ROWS] = self.score(inputs)
        return worth

    def spread(self, values: np.ndarray) -> np.ndarray:
        """Each feature's value at each of its elements."""
        return values[self.labels]
