"""A few held-out inputs beside each shipped model, in the file formats that GradLens reads."""

import csv
from pathlib import Path

import numpy as np
from PIL import Image

from . import digits, wines
from .recipes import Recipe

_DIGIT_COPIES = {3: 2, 8: 2}
_WINES = 8


def write(recipe: Recipe, split: digits.Split, folder: Path) -> str:
    """Writes samples of a recipe's data and returns the card's sentence about them."""
    folder.mkdir(parents=True, exist_ok=True)
    return _digits(split, recipe.low, folder) if recipe.data is digits else _wines(split, folder)


def _digits(split: digits.Split, low: float, folder: Path) -> str:
    for digit in range(10):
        rows = np.flatnonzero(split.test_y == digit)[: _DIGIT_COPIES.get(digit, 1)]
        for letter, row in zip("ab", rows):
            grey = np.round(split.test_x[row, :, :, 0] * 255).astype(np.uint8)
            Image.fromarray(grey).save(folder / f"digit-{digit}-{letter}.png")
    step = "divide grey levels by 255" if low == 0 else f"divide grey levels by {255 / (1 - low):g} and subtract {-low:g} (`--preprocess symmetric`)"
    return f"`samples/digit-D-x.png`: held-out digits, the first of each class; {step}."


def _wines(split: digits.Split, folder: Path) -> str:
    chosen = range(_WINES)
    with open(folder / "samples.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(wines.FEATURES)
        writer.writerows([f"{value:.6g}" for value in split.test_x[row]] for row in chosen)
    names = ", ".join(wines.LABELS[split.test_y[row]] for row in chosen)
    return f"`samples/samples.csv`: held-out wines, one a row, columns named; their classes in order: {names}."
