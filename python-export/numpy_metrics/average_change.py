"""Average drop, increase and gain (Chattopadhyay 2018; Zhang 2024), of one example."""

import numpy as np

from .subject import Subject


def average_drop(subject: Subject, activation: str = "softmax") -> float | None:
    """max(0, y−o)/y."""
    y, o = _seen(subject, activation)
    return float(max(0.0, y - o) / y) if y else None


def average_increase(subject: Subject, activation: str = "softmax") -> float:
    """1[o > y]."""
    y, o = _seen(subject, activation)
    return float(o > y)


def average_gain(subject: Subject, activation: str = "softmax") -> float | None:
    """max(0, o−y)/(1−y)."""
    y, o = _seen(subject, activation)
    return float(max(0.0, o - y) / (1 - y)) if y != 1 else None


def _seen(subject, activation):
    """y of x, o of x ⊙ r scaled to [0, 1]; a constant map shows nothing."""
    r = subject.relevance
    shown = (r - r.min()) / np.ptp(r) if np.ptp(r) else np.zeros_like(r)
    return subject.score(np.stack([subject.x, subject.x * np.repeat(shown, subject.channels)]), activation)
