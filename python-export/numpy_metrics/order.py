"""Positions by relevance, and examples without some of them."""

import numpy as np

from .subject import Subject


def descending(r: np.ndarray) -> np.ndarray:
    """The places of r from the largest down; the first of equals comes first."""
    return np.array(sorted(range(len(r)), key=lambda p: (-r[p], p)))


def baseline_value(subject: Subject, baseline: str) -> float:
    """`zero`, `min`, `max`, `mean` of the example over all its elements, or a number."""
    named = {"zero": lambda x: 0.0, "min": np.min, "max": np.max, "mean": np.mean}
    return float(named[baseline](subject.x)) if baseline in named else float(baseline)


def removed(subject: Subject, gone: np.ndarray, baseline: str) -> np.ndarray:
    """x_S of sets [K, P] of positions: [K, elements]."""
    away = np.repeat(np.asarray(gone, bool), subject.channels, axis=1)
    return np.where(away, baseline_value(subject, baseline), subject.x)


def firsts(order: np.ndarray, counts) -> np.ndarray:
    """The sets of the first k of an order, [K, P]."""
    rank = np.empty(len(order), int)
    rank[order] = np.arange(len(order))
    return rank[None, :] < np.asarray(counts)[:, None]
