"""f of an image, one number an image, from the text of `--target`."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf

from .models import Function, Model


def objective(model: Model, target: str) -> Function:
    """A class's score, or the mean over a layer, over a channel of it, a neuron, or a direction."""
    if target.isdigit():
        scores = model.scores()
        return lambda x: scores(x)[:, int(target)]
    name, _, part = target.partition(":")
    layer = model.layer(name)
    pick = _part(part)
    return lambda x: pick(layer(x))


def _part(text: str) -> Callable[[tf.Tensor], tf.Tensor]:
    if not text:
        return _mean
    if text.endswith(".npy"):
        direction = np.load(text)
        return lambda a: _mean(tf.reduce_sum(a * direction, -1))
    index = [int(number) for number in text.split(",")]
    if len(index) == 1:
        return lambda a: _mean(a[..., index[0]])
    return lambda a: a[(slice(None), *index)]


def _mean(a: tf.Tensor) -> tf.Tensor:
    return tf.reduce_mean(tf.reshape(a, (tf.shape(a)[0], -1)), 1)
