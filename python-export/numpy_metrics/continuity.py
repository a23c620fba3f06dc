"""Continuity (Understanding-NN 5.1): how the map changes while the image moves."""

import numpy as np

from .order import baseline_value
from .subject import Subject


def continuity(subject: Subject, steps: int = 28, baseline: str = "zero") -> float | None:
    """max over k of ‖A(x) − A(x⁽ᵏ⁾)‖₁ / ‖x − x⁽ᵏ⁾‖₂, A = |R| / max|R|."""
    width = subject.axes[-1]
    distances = [-width + k * ((2 * width + 1) // steps) for k in range(1, steps + 1)]
    moved = [shifted(subject, d, baseline_value(subject, baseline)) for d in distances]
    moved = np.array([x for x in moved if (x != subject.x).any()])
    if not len(moved):
        return None
    own, *others = _scaled(subject.explain(np.concatenate([subject.x[None], moved])))
    changes = np.abs(np.array(others) - own).sum(axis=1)
    return float(np.max(changes / np.linalg.norm(moved - subject.x, axis=1)))


def shifted(subject: Subject, distance: int, value: float) -> np.ndarray:
    """x moved to the right along the last axis of positions."""
    image = subject.x.reshape(*subject.axes, subject.channels)
    out = np.full_like(image, value)
    for column in range(subject.axes[-1]):
        if 0 <= column - distance < subject.axes[-1]:
            out[..., column, :] = image[..., column - distance, :]
    return out.ravel()


def _scaled(maps: np.ndarray) -> np.ndarray:
    largest = np.abs(maps).max(axis=1, keepdims=True)
    return np.abs(maps) / np.where(largest == 0, 1, largest)
