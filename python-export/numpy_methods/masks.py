"""RISE's masks (Petsiuk 2018, section 3): cells kept with probability p, enlarged, cut at a random place."""

import math

import numpy as np

from . import draws
from .resize import resized


def masks(sizes: tuple[int, ...], count: int, cells: int, keep: float, seed: int) -> np.ndarray:
    """[count, *sizes]. Mask k's draws: a value for each cell in row-major order, then one for each axis's place.

    A cell is kept where its value is below p. Of the enlarged mask's ⌊S(1 + 1/cells)⌋ elements along an axis, those
    from ⌊u·(m + 1)⌋ on are taken, m = ⌊S/cells⌋ the most that can be skipped.
    """
    grid = cells ** len(sizes)
    drawn = draws.uniform(seed, count, grid + len(sizes))
    kept = (drawn[:, :grid] < np.float32(keep)).astype(np.float64).reshape(count, *[cells] * len(sizes))
    large = resized(kept, tuple(size + size // cells for size in sizes))
    out = np.empty((count, *sizes))
    for k in range(count):
        places = [math.floor(u * (size // cells + 1)) for u, size in zip(drawn[k, grid:], sizes)]
        out[k] = large[k][tuple(slice(place, place + size) for place, size in zip(places, sizes))]
    return out
