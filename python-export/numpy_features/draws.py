"""The random values that depend on (seed, sample, place) alone: Philox, sample k from count k·⌈values/4⌉ on."""

import numpy as np
import tensorflow as tf

_PHILOX = 1


def uniform(seed: int, samples: int, values: int) -> np.ndarray:
    """float32 [samples, values], uniform from 0 to below 1."""
    counts = -(-values // 4)
    drawn = tf.raw_ops.StatelessRandomUniformV2(
        shape=[samples, 4 * counts],
        key=tf.constant([seed], tf.uint64),
        counter=tf.constant([0, 0], tf.uint64),
        alg=_PHILOX,
        dtype=tf.float32,
    )
    return drawn.numpy()[:, :values]
