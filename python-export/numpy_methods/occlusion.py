"""Occlusion (Zeiler 2014): the drop of the score with a window at the baseline, averaged over an element's windows."""

import itertools

import numpy as np

from .baselines import averaged
from .question import Question
from .result import Result


def occlusion(question: Question, starts, window: int | None = None, stride: int | None = None) -> Result:
    """None: a window of an eighth of each axis, rounded up (one element of a row), moved by half of that."""
    covers = windows(question.shape, window, stride)
    often = covers.sum(axis=0)
    maps = []
    for start in starts:
        drops = question.f - question.scores(np.where(covers[:, None, :], start, question.x))
        sums = np.einsum("kn,ke->ne", drops, covers)
        maps.append(np.divide(sums, often, out=np.zeros_like(sums), where=often != 0))
    return Result(averaged(maps))


def windows(shape: tuple[int, ...], window: int | None, stride: int | None) -> np.ndarray:
    """[windows, elements], True where a window covers; all channels of a position together."""
    axes, channels = (shape[:-1], shape[-1]) if len(shape) > 1 else (shape, 1)
    automatic = [-(-size // 8) if len(shape) > 1 else 1 for size in axes]
    sizes = [window or size for size in automatic]
    steps = [stride or max(1, size // 2) for size in sizes]
    starts = [range(0, axis - size + 1, step) for axis, size, step in zip(axes, sizes, steps)]
    found = []
    for corner in itertools.product(*starts):
        cover = np.zeros((*axes, channels), bool)
        cover[tuple(slice(first, first + size) for first, size in zip(corner, sizes))] = True
        found.append(cover.ravel())
    return np.array(found)
