"""Linear interpolation with half-pixel centres: element i of n lies at (i + ½)·m/n − ½ of m, held at the borders."""

import math

import numpy as np


def weights(n: int, m: int) -> np.ndarray:
    """[n, m]: how much of each of m elements makes each of n."""
    found = np.zeros((n, m))
    for i in range(n):
        place = min(max((i + 0.5) * m / n - 0.5, 0), m - 1)
        below = math.floor(place)
        found[i, below] += 1 - (place - below)
        if below + 1 < m:
            found[i, below + 1] += place - below
    return found


def resized(maps: np.ndarray, sizes: tuple[int, ...]) -> np.ndarray:
    """[N, positions…] at other sizes, one axis after the other."""
    for axis, size in enumerate(sizes, start=1):
        lines = np.moveaxis(maps, axis, -1) @ weights(size, maps.shape[axis]).T
        maps = np.moveaxis(lines, -1, axis)
    return maps
