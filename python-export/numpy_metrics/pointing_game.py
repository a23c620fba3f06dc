"""The pointing game (Zhang 2018)."""

import numpy as np

from .subject import Subject


def pointing_game(subject: Subject, mask: np.ndarray, tolerance: int = 0) -> float | None:
    """1 if any position with r = max r is no farther from the mask than `tolerance`, else 0; None: empty mask."""
    places = np.argwhere(mask)
    if not len(places):
        return None
    peaks = np.argwhere((subject.relevance == subject.relevance.max()).reshape(subject.axes))
    squares = ((peaks[:, None, :] - places[None, :, :]) ** 2).sum(axis=2)
    return float(squares.min() <= tolerance**2)
