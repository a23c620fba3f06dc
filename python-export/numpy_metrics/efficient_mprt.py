"""Efficient MPRT (Hedström 2023)."""

import numpy as np

from .subject import Subject


def efficient_mprt(subject: Subject, bins: int = 100) -> float | None:
    """(H(R_random) − H(R))/H(R), the model fully randomised; None where H(R) = 0."""
    own = entropy(subject.map, bins)
    return (entropy(subject.randomised()[-1], bins) - own) / own if own else None


def entropy(values: np.ndarray, bins: int) -> float:
    """Of a histogram of equal bins from the least to the largest value, in nats; of a constant 0."""
    if np.ptp(values) == 0:
        return 0.0
    counts = np.histogram(values, bins)[0]
    q = counts[counts > 0] / len(values)
    return float(-np.sum(q * np.log(q)))
