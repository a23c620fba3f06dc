"""A separable Gaussian over the axes of positions: radius ⌊4σ + ½⌋, weights that sum to 1, zeros outside."""

import math

import numpy as np


def kernel(sigma: float) -> np.ndarray:
    """The weights of the offsets −r … r."""
    radius = math.floor(4 * sigma + 0.5)
    weights = np.array([math.exp(-0.5 * (offset / sigma) ** 2) for offset in range(-radius, radius + 1)])
    return weights / weights.sum()


def blurred(x: np.ndarray, shape: tuple[int, ...], sigma: float) -> np.ndarray:
    """x [N, elements] of a shape with channels last, blurred along every axis but those two."""
    if sigma == 0:
        return x
    weights = kernel(sigma)
    radius = len(weights) // 2
    image = x.reshape(len(x), *shape)
    for axis in range(1, len(shape)):
        lines = np.moveaxis(image, axis, -1)
        size = lines.shape[-1]
        # Beyond the image's size there is nothing to add.
        reach = min(radius, size - 1)
        wide = np.pad(lines, [(0, 0)] * (lines.ndim - 1) + [(reach, reach)])
        offsets = range(-reach, reach + 1)
        sums = sum(weights[radius + offset] * wide[..., reach + offset : reach + offset + size] for offset in offsets)
        image = np.moveaxis(sums, -1, axis)
    return image.reshape(len(x), -1)
