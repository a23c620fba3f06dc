"""A layer as positions and channels, and a map of it as an explanation of the input."""

import numpy as np

from .question import Question
from .resize import resized
from .result import Result


def channels(question: Question, layer: str, value: np.ndarray | None = None) -> np.ndarray:
    """[N, positions, channels] of a layer's output, or of something of its shape."""
    value = question.values[layer] if value is None else value
    return value.reshape(len(value), -1, question.net.shapes[layer][-1])


def drawn(question: Question, layer: str, maps: np.ndarray) -> np.ndarray:
    """A map [N, positions] of a layer as large as the input, repeated over its channels: [N, elements]."""
    positions = question.net.shapes[layer][:-1]
    *sizes, count = question.shape
    large = resized(maps.reshape(len(maps), *positions), tuple(sizes))
    return np.repeat(large[..., None], count, axis=-1).reshape(len(maps), -1)


def explanation(question: Question, layer: str, found: np.ndarray, relu: bool) -> Result:
    """Clips a map [N, positions] where asked, and draws it."""
    raw = np.maximum(found, 0) if relu else found
    return Result(drawn(question, layer, raw), raw=raw.reshape(len(raw), *question.net.shapes[layer][:-1]))
