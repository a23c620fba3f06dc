"""Relevance mass accuracy (Arras 2022)."""

import numpy as np

from .subject import Subject

POOLS = {"positive": lambda r: np.maximum(r, 0), "abs": np.abs, "square": np.square, "sum": lambda r: r}


def relevance_mass(subject: Subject, mask: np.ndarray, pool: str = "positive") -> float | None:
    """Σ_mask v / Σ v."""
    v = POOLS[pool](subject.relevance)
    return float(v[mask.ravel()].sum() / v.sum()) if mask.any() and v.sum() else None
