"""What an exported expert or generator does with held-out digits."""

import keras
import numpy as np
import tensorflow as tf

from . import digits


class Signature:
    """The one output of an exported model's `serving_default` as a function of its one input."""

    def __init__(self, directory):
        self._model = tf.saved_model.load(str(directory))  # a signature does not keep its variables alive
        self._function = self._model.signatures["serving_default"]
        ((self._name, spec),) = self._function.structured_input_signature[1].items()
        self.size = spec.shape[-1]

    def __call__(self, values):
        (result,) = self._function(**{self._name: tf.convert_to_tensor(values)}).values()
        return result


def densities(expert: Signature, split: digits.Split) -> list[tuple[str, float]]:
    """Mean log densities of held-out digits, and of what is no digit."""
    images = split.test_x
    noise = np.random.default_rng(0).normal(0, 0.2, images.shape).astype(np.float32)
    kinds = [
        ("held-out digits", images),
        ("the same in mirror writing", images[:, :, ::-1]),
        ("the same with noise of 0.2", images + noise),
        ("the same in random order of pixels", _scrambled(images)),
    ]
    return [(name, float(np.mean(expert(values).numpy(), dtype=np.float64))) for name, values in kinds]


def _scrambled(images: np.ndarray) -> np.ndarray:
    order = np.random.default_rng(0).permutation(images[0].size)
    return images.reshape(len(images), -1)[:, order].reshape(images.shape)


def distance(generator: Signature, split: digits.Split, count: int = 100, steps: int = 200) -> list[tuple[str, float]]:
    """Mean square between held-out digits and the images nearest to them that gradient descent on codes finds."""
    images = tf.constant(split.test_x[:count])
    count = len(images)
    codes = tf.Variable(tf.zeros((count, generator.size)))
    optimizer = keras.optimizers.Adam(0.1)
    optimizer.build([codes])

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            errors = tf.reduce_mean(tf.square(generator(codes) - images), [1, 2, 3])
        optimizer.apply_gradients([(tape.gradient(errors, codes), codes)])
        return tf.reduce_mean(errors)

    for _ in range(steps):
        step()
    return [(f"mean square to the nearest image found, {count} held-out digits", float(step()))]
