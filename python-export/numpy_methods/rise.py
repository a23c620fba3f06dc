"""RISE (Petsiuk 2018): Σₖ f(x ⊙ Mₖ + b(1 − Mₖ)) Mₖ / Σₖ Mₖ."""

import numpy as np

from .baselines import averaged
from .masks import masks
from .question import Question
from .result import Result


def rise(question: Question, starts, count: int = 4000, cells: int = 7, keep: float = 0.5, seed: int = 0) -> Result:
    """A mask covers all channels; the masks are the same for every example."""
    *sizes, channels = question.shape
    drawn = masks(tuple(sizes), count, cells, keep, seed).reshape(count, -1)
    drawn = np.repeat(drawn, channels, axis=1)
    weight = drawn.sum(axis=0)
    maps = []
    for start in starts:
        scores = question.scores(question.x * drawn[:, None, :] + start * (1 - drawn[:, None, :]))
        sums = np.einsum("kn,ke->ne", scores, drawn)
        maps.append(np.divide(sums, weight, out=np.zeros_like(sums), where=weight != 0))
    return Result(averaged(maps))
