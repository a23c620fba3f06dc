"""Which examples have a gradient that float32 rounding leaves alone.

The gradient of a ReLU network is constant between kinks and jumps at them. Two correct programs differ by
1e-3 or more where some unit lies within rounding of its kink, and in a large network some unit often does.
"""

import numpy as np

from .oracle import Oracle
from .relative import relative

NOISE = 3e-6
PROBES = 4


def moved(oracle: Oracle, batch: np.ndarray, seed: int = 0) -> np.ndarray:
    """Each example's largest relative change of the gradient over small disturbances.

    They are: the example computed alone, and noise of 3e-6 of the input's own scale, four times.
    """
    random = np.random.default_rng(seed)
    gradient = oracle(batch).gradient
    alone = np.concatenate([oracle(batch[row : row + 1]).gradient for row in range(len(batch))])
    worst = relative(alone, gradient)
    scale = NOISE * float(np.sqrt(np.mean(np.square(batch.astype(np.float64)))))
    for _ in range(PROBES):
        noisy = (batch + scale * random.standard_normal(batch.shape)).astype(batch.dtype)
        worst = np.maximum(worst, relative(oracle(noisy).gradient, gradient))
    return worst


def steadiest(oracle: Oracle, candidates: np.ndarray, count: int) -> tuple[np.ndarray, float]:
    """The `count` candidates whose gradient moves least, in their order, and by how much the worst one moves."""
    change = moved(oracle, candidates)
    rows = np.sort(np.argsort(change, kind="stable")[:count])
    return candidates[rows], float(change[rows].max())
