"""Positions in tiles, and windows of them."""

import itertools

import numpy as np


def tiles(axes: tuple[int, ...], side: int) -> np.ndarray:
    """[tiles, P]: side by side from the first corner, clipped at the border, in row-major order."""
    return _boxes(axes, [side] * len(axes), [range(0, axis, side) for axis in axes])


def windows(axes: tuple[int, ...], side: int) -> np.ndarray:
    """[windows, P]: at every place where one lies inside, in row-major order; one row high on one axis."""
    return _boxes(axes, [side] * len(axes), [range(axis - side + 1) for axis in axes])


def _boxes(axes, sides, starts):
    found = []
    for corner in itertools.product(*starts):
        box = np.zeros(axes, bool)
        box[tuple(slice(first, first + side) for first, side in zip(corner, sides))] = True
        found.append(box.ravel())
    return np.array(found).reshape(-1, int(np.prod(axes)))
