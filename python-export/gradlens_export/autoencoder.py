"""Variational autoencoders and their training: Kingma and Welling 2014, with noise on the input as Im et al. 2017."""

from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf

from . import digits
from .training import make_deterministic


@dataclass(frozen=True)
class Autoencoder:
    """`encoder` maps an image to mean and log variance of its code, `decoder` a code to the logits of grey levels."""

    encoder: keras.Model
    decoder: keras.Model

    def decoded(self, images: np.ndarray) -> np.ndarray:
        """Every image, coded by its mean and decoded."""
        mean, _ = self.encoder(images, training=False)
        return tf.sigmoid(self.decoder(mean, training=False)).numpy()

    def error(self, images: np.ndarray) -> float:
        """Mean square, over pixels and images, of what coding and decoding changes."""
        return float(np.mean(np.square(self.decoded(images) - images), dtype=np.float64))


@dataclass(frozen=True)
class Schedule:
    """How an autoencoder is trained; `noise` is the largest standard deviation added to an input (0: none)."""

    epochs: int
    batch_size: int
    learning_rate: float
    noise: float


def train(model: Autoencoder, split: digits.Split, schedule: Schedule, seed: int) -> None:
    """Maximises the evidence lower bound of clean images whose codes come from noisy ones.

    The likelihood of a grey level is Bernoulli's, the prior of a code N(0, 1). Each epoch moves every image by up to
    one pixel; each image has a noise size of its own, uniform in 0..noise.
    """
    random = np.random.default_rng(seed)
    steps = schedule.epochs * -(-len(split.train_x) // schedule.batch_size)
    optimizer = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(schedule.learning_rate, steps))
    weights = model.encoder.trainable_variables + model.decoder.trainable_variables
    optimizer.build(weights)
    codes = model.decoder.inputs[0].shape[-1]

    @tf.function(reduce_retracing=True)
    def step(clean, noisy, draws):
        with tf.GradientTape() as tape:
            mean, log_variance = model.encoder(noisy, training=True)
            logits = model.decoder(mean + tf.exp(log_variance / 2) * draws, training=True)
            entropy = tf.reduce_sum(tf.nn.sigmoid_cross_entropy_with_logits(clean, logits), [1, 2, 3])
            divergence = tf.reduce_sum(tf.square(mean) + tf.exp(log_variance) - 1 - log_variance, 1) / 2
            loss = tf.reduce_mean(entropy + divergence)
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))

    for _ in range(schedule.epochs):
        images = digits.shifted(split.train_x, random, reach=1)[random.permutation(len(split.train_x))]
        for start in range(0, len(images), schedule.batch_size):
            clean = images[start : start + schedule.batch_size]
            sizes = random.uniform(0, schedule.noise, (len(clean), 1, 1, 1))
            noisy = (clean + sizes * random.standard_normal(clean.shape)).astype(np.float32)
            draws = random.standard_normal((len(clean), codes)).astype(np.float32)
            step(tf.constant(clean), tf.constant(noisy), tf.constant(draws))


def trained(build, split: digits.Split, schedule: Schedule, seed: int) -> Autoencoder:
    """Builds and trains from one seed."""
    make_deterministic(seed)
    model = build()
    train(model, split, schedule, seed)
    return model
