"""Parameter randomisation (Adebayo 2018)."""

import numpy as np

from .similarity import mean, similarity
from .subject import Subject


def parameter_randomisation(subject: Subject, similar: str = "spearman", layers: str = "all") -> float | None:
    """The mean over depths of sim(|R|, |R_k|), magnitudes of elements summed over channels."""
    maps = subject.randomised()
    own = subject.positions(np.abs(subject.map))
    chosen = maps if layers == "all" else maps[-1:]
    return mean([similarity(similar, own, subject.positions(np.abs(each)), subject.axes) for each in chosen])
