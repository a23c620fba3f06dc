"""How alike two maps are."""

import numpy as np

from .correlation import cosine, spearman
from .ssim import ssim


def similarity(name: str, a: np.ndarray, b: np.ndarray, axes: tuple[int, ...]) -> float | None:
    """Of maps [P] over positions on axes; None where it does not exist."""
    if name == "ssim":
        return ssim(a.reshape(axes), b.reshape(axes)) if len(axes) == 2 else None
    return {"spearman": spearman, "cosine": cosine}[name](a, b)


def mean(values: list[float | None]) -> float | None:
    """Of those that exist."""
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None
