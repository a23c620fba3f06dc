"""Deletion and insertion (Petsiuk 2018)."""

from .order import descending, firsts, removed
from .subject import Subject
from .trapezoid import trapezoid


def deletion(subject: Subject, steps: int = 10, baseline: str = "zero", activation: str = "none") -> float:
    """trapezoid(f(x_{k₀}) … f(x_{k_S})) / S, kⱼ = ⌊jP/S⌋."""
    gone = firsts(descending(subject.relevance), [j * subject.count // steps for j in range(steps + 1)])
    return trapezoid(subject.score(removed(subject, gone, baseline), activation)) / steps


def insertion(subject: Subject, steps: int = 10, baseline: str = "zero", activation: str = "none") -> float:
    """The same with the first positions there and all others gone."""
    there = firsts(descending(subject.relevance), [j * subject.count // steps for j in range(steps + 1)])
    return trapezoid(subject.score(removed(subject, ~there, baseline), activation)) / steps
