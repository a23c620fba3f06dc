"""What is learnt, and the image [N, H, W, C] that it writes."""

from dataclasses import dataclass

import numpy as np
import tensorflow as tf

# Lucid's square root of the covariance of colours
_ROOT = np.array([[0.26, 0.09, 0.02], [0.27, 0.00, -0.05], [0.27, -0.09, 0.03]])
COLOURS = _ROOT / np.linalg.norm(_ROOT, axis=0).max()


@dataclass(frozen=True)
class Canvas:
    """Size of the image, and each channel's least and largest value, in the model's order of channels."""

    height: int
    width: int
    low: np.ndarray
    high: np.ndarray
    bgr: bool = False

    @property
    def channels(self) -> int:
        return len(self.low)

    @property
    def spectrum(self) -> tuple[int, int, int]:
        return self.channels, self.height, self.width // 2 + 1

    def bounded(self, plain: tf.Tensor) -> tf.Tensor:
        """Uncorrelated colours as the channels' values."""
        if self.channels == 3:
            plain = tf.einsum("ij,nhwj->nhwi", COLOURS.astype(np.float32), plain)
            plain = plain[..., ::-1] if self.bgr else plain
        return self.low + (self.high - self.low) * tf.sigmoid(plain)

    def image(self, spectrum: tf.Tensor) -> tf.Tensor:
        return tf.transpose(tf.signal.irfft2d(spectrum, [self.height, self.width]), [0, 2, 3, 1])


def falling(canvas: Canvas) -> np.ndarray:
    """1/f, bounded where f is 0."""
    f = np.hypot(np.fft.fftfreq(canvas.height)[:, None], np.fft.rfftfreq(canvas.width)[None])
    return 1 / np.maximum(f, 1 / max(canvas.height, canvas.width))


def magnitudes(images: np.ndarray, canvas: Canvas) -> np.ndarray:
    """The mean size of the frequencies of RGB images [N, H, W, C] of 0..1, in uncorrelated colours."""
    plain = images @ np.linalg.inv(COLOURS).T if canvas.channels == 3 else images
    return np.abs(np.fft.rfft2(plain, axes=(1, 2))).mean(0).transpose(2, 0, 1)


def fourier(learnt: tf.Tensor, canvas: Canvas) -> tf.Tensor:
    """`learnt` [N, 2, C, H, W/2+1]: real and imaginary parts, to be scaled."""
    scale = (falling(canvas) * np.sqrt(canvas.height * canvas.width) / 4).astype(np.float32)
    return canvas.bounded(canvas.image(tf.complex(learnt[:, 0] * scale, learnt[:, 1] * scale)))


def phase(learnt: tf.Tensor, canvas: Canvas, magnitude: np.ndarray) -> tf.Tensor:
    """`learnt` [N, C, H, W/2+1]: the phase of each frequency."""
    angle, size = _standardised(learnt), magnitude.astype(np.float32)
    plain = canvas.image(tf.complex(size * tf.cos(angle), size * tf.sin(angle)))
    return canvas.bounded(_standardised(plain))


def _standardised(a: tf.Tensor) -> tf.Tensor:
    apart = a - tf.reduce_mean(a, [1, 2, 3], keepdims=True)
    return apart / (tf.sqrt(tf.reduce_mean(tf.square(apart), [1, 2, 3], keepdims=True)) + 1e-5)
