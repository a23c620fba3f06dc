"""Region perturbation (Samek 2017, equation 12)."""

import numpy as np

from .order import descending, removed
from .subject import Subject
from .tiles import tiles


def region_perturbation(subject: Subject, steps: int = 20, patch: int = 4, baseline: str = "zero") -> float:
    """1/(L+1) Σₖ (f(x⁰) − f(xᵏ)), k = 0…L, L at most the number of regions."""
    regions = tiles(subject.axes, patch)
    order = descending(np.array([subject.relevance[region].mean() for region in regions]))
    gone = np.cumsum(regions[order], axis=0)[:steps] > 0
    scores = np.append(subject.f, subject.score(removed(subject, gone, baseline)))
    return float(np.mean(subject.f - scores))
