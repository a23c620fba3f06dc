"""Which input element reaches which output element, as arrays of indices into the flattened input; −1 is padding.

Row o of a table lists what output position o reads. Positions run in row-major order; a filter's taps in
row-major order, channels last.
"""

from collections.abc import Callable

import numpy as np

PADDING = -1


def indices(shape: tuple[int, ...]) -> np.ndarray:
    """0, 1, 2 … in the given shape."""
    return np.arange(int(np.prod(shape))).reshape(shape)


def dense(shape: tuple[int, ...]) -> np.ndarray:
    """[positions, channels]: a dense layer reads the last axis, at each position of the others."""
    return indices(shape).reshape(-1, shape[-1])


def convolution(
    shape: tuple[int, ...], kernel: tuple[int, ...], strides: tuple[int, ...], dilation: tuple[int, ...], padding: str
) -> tuple[np.ndarray, tuple[int, ...]]:
    """[positions, taps·channels] over an image or sequence of `shape` [… , channels], and the output's sizes."""
    taps, sizes = _windows(shape[:-1], kernel, strides, dilation, padding)
    channels = np.arange(shape[-1])
    table = taps[:, :, None] * shape[-1] + channels
    table = np.where(taps[:, :, None] == PADDING, PADDING, table)
    return table.reshape(len(taps), -1), sizes


def pool(
    shape: tuple[int, ...], window: tuple[int, ...], strides: tuple[int, ...], padding: str
) -> tuple[np.ndarray, tuple[int, ...]]:
    """[outputs, taps]: what each output element of a pool reads of its own channel, and the output's shape."""
    taps, sizes = _windows(shape[:-1], window, strides, (1,) * len(window), padding)
    channels = np.arange(shape[-1])
    table = taps[:, None, :] * shape[-1] + channels[None, :, None]
    table = np.where(taps[:, None, :] == PADDING, PADDING, table)
    return table.reshape(-1, taps.shape[1]), (*sizes, shape[-1])


def transposed(
    shape: tuple[int, ...], kernel: tuple[int, ...], strides: tuple[int, ...], padding: str
) -> tuple[np.ndarray, tuple[int, ...]]:
    """[positions, taps·channels] of a transposed convolution: output s·i − before + tap reads input i."""
    sizes, before = [], []
    for size, k, s in zip(shape[:-1], kernel, strides):
        sizes.append(size * s if padding == "same" else size * s + max(k - s, 0))
        before.append(max(k - s, 0) // 2 if padding == "same" else 0)
    rows = []
    for position in np.ndindex(*sizes):
        row = []
        for tap in np.ndindex(*kernel):
            shifted = [p + b - t for p, b, t in zip(position, before, tap)]
            read = [v // s for v, s in zip(shifted, strides)]
            hit = all(v % s == 0 and 0 <= r < n for v, s, r, n in zip(shifted, strides, read, shape))
            first = np.ravel_multi_index(read, shape[:-1]) * shape[-1] if hit else None
            row += [PADDING] * shape[-1] if first is None else list(range(first, first + shape[-1]))
        rows.append(row)
    return np.array(rows), tuple(sizes)


def structural(shapes: list[tuple[int, ...]], move: Callable[..., np.ndarray]) -> np.ndarray:
    """What a layer that only moves elements does, learnt by moving the indices of its inputs laid end to end."""
    starts = np.cumsum([0, *(int(np.prod(shape)) for shape in shapes)])
    return move(*(indices(shape) + start for shape, start in zip(shapes, starts)))


def _windows(sizes, kernel, strides, dilation, padding) -> tuple[np.ndarray, tuple[int, ...]]:
    """[outputs, taps] of positions, TensorFlow's SAME (the odd element of padding goes behind) or VALID."""
    reach = [d * (k - 1) + 1 for k, d in zip(kernel, dilation)]
    if padding == "same":
        outputs = [-(-n // s) for n, s in zip(sizes, strides)]
        before = [max((o - 1) * s + r - n, 0) // 2 for o, s, r, n in zip(outputs, strides, reach, sizes)]
    else:
        outputs = [(n - r) // s + 1 for n, r, s in zip(sizes, reach, strides)]
        before = [0] * len(sizes)
    rows = []
    for output in np.ndindex(*outputs):
        row = []
        for tap in np.ndindex(*kernel):
            read = [o * s - b + t * d for o, s, b, t, d in zip(output, strides, before, tap, dilation)]
            inside = all(0 <= r < n for r, n in zip(read, sizes))
            row.append(np.ravel_multi_index(read, sizes) if inside else PADDING)
        rows.append(row)
    return np.array(rows), tuple(outputs)
