"""Sparseness (Chalasani 2020): the Gini index."""

import numpy as np

from .subject import Subject


def sparseness(subject: Subject) -> float:
    """Half of the mean difference of two of the |r| over their mean, which is Σᵢ (2i − P − 1) v₍ᵢ₎ / (P Σ v)."""
    v = np.abs(subject.relevance)
    if not v.any():
        return 0.0
    return float(np.abs(v[:, None] - v[None, :]).mean() / (2 * v.mean()))
