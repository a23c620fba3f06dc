"""How strong noise is."""

from .subject import Subject


def size(subject: Subject, noise: float, scale: str) -> float:
    """`range`: in units of max − min of the example; `absolute`: as it is."""
    return noise * subject.range if scale == "range" else noise
