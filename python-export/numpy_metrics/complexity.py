"""Complexity (Bhatt 2020)."""

import numpy as np

from .subject import Subject


def complexity(subject: Subject) -> float | None:
    """−Σ q ln q, q = |r| / Σ|r|, in nats; None for a zero map."""
    v = np.abs(subject.relevance)
    q = v[v > 0] / v.sum()
    return float(-np.sum(q * np.log(q))) if len(q) else None
