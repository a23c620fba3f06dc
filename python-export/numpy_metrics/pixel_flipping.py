"""Pixel flipping (Samek 2017)."""

from .order import descending, firsts, removed
from .subject import Subject
from .trapezoid import trapezoid


def pixel_flipping(
    subject: Subject, features_in_step: int = 1, baseline: str = "zero", activation: str = "none"
) -> float | None:
    """trapezoid(f(x_m), f(x_2m) … f(x_P)) / (K − 1), K = ⌈P/m⌉; None where K = 1."""
    counts = [*range(features_in_step, subject.count, features_in_step), subject.count]
    if len(counts) == 1:
        return None
    gone = firsts(descending(subject.relevance), counts)
    return trapezoid(subject.score(removed(subject, gone, baseline), activation)) / (len(counts) - 1)
