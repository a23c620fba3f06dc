"""What stands beside f in J, one number an image each."""

import numpy as np
import tensorflow as tf

from .models import Function, Model


def _sum(a: tf.Tensor) -> tf.Tensor:
    return tf.reduce_sum(tf.reshape(a, (tf.shape(a)[0], -1)), 1)


def l2(x: tf.Tensor, mean: np.ndarray | float) -> tf.Tensor:
    """Σ(x − x̄)²."""
    return _sum(tf.square(x - mean))


def tv(image: tf.Tensor) -> tf.Tensor:
    """Σ|difference of neighbours|, below and beside, over all channels."""
    return _sum(abs(image[:, 1:] - image[:, :-1])) + _sum(abs(image[:, :, 1:] - image[:, :, :-1]))


def expert(model: Model) -> Function:
    """log p: as it is, or minus an energy, or −½‖x − D(x)‖² where D(x) is held fixed."""
    output = model.output()

    def log_density(image):
        said = output(image)
        if said.shape[1:] == image.shape[1:]:
            return -0.5 * _sum(tf.square(image - tf.stop_gradient(said)))
        value = tf.reshape(said, [-1])
        return -value if "energy" in model.output_name.lower() else value

    return log_density


def diversity(activations: tf.Tensor) -> tf.Tensor:
    """Of each answer the mean, over the others, of the cosine of its Gram matrix with theirs."""
    rows = tf.reshape(activations, (activations.shape[0], -1, activations.shape[-1]))
    gram = tf.reshape(tf.einsum("npc,npd->ncd", rows, rows), (rows.shape[0], -1))
    unit = tf.math.l2_normalize(gram, 1, epsilon=0)
    cosines = tf.einsum("ik,jk->ij", unit, unit)
    return (tf.reduce_sum(cosines, 1) - tf.linalg.diag_part(cosines)) / (rows.shape[0] - 1)
