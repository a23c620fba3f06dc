"""Random numbers as GradLens draws them: Philox, the seed as key, sample k at the count k·⌈E/4⌉ for E values a sample.

Drawn by TensorFlow, which GradLens draws by as well: the numbers are given, what is made of them is not.
"""

import numpy as np
import tensorflow as tf

PHILOX = 1


def normal(seed: int, samples: int, elements: int) -> np.ndarray:
    """[samples, elements] of N(0, 1)."""
    return _draw(tf.raw_ops.StatelessRandomNormalV2, seed, samples, elements)


def uniform(seed: int, samples: int, elements: int) -> np.ndarray:
    """[samples, elements] from 0 to below 1."""
    return _draw(tf.raw_ops.StatelessRandomUniformV2, seed, samples, elements)


def _draw(op, seed, samples, elements):
    counts = -(-elements // 4)
    rows = []
    for k in range(samples):
        key = tf.constant([seed], tf.uint64)
        counter = tf.constant([k * counts, 0], tf.uint64)
        rows.append(op(shape=[elements], key=key, counter=counter, alg=PHILOX, dtype=tf.float32))
    return tf.stack(rows).numpy().astype(np.float64)
