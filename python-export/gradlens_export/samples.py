"""A few held-out inputs beside each shipped model, in the file formats that GradLens reads."""

import csv
from pathlib import Path

import numpy as np
from PIL import Image

from . import digits, wines

_DIGIT_COPIES = {3: 2, 8: 2}
_WINES = 8


def write(data, split: digits.Split, folder: Path) -> str:
    """Writes samples of `data` (`digits` or `wines`) and returns the card's sentence about them."""
    folder.mkdir(parents=True, exist_ok=True)
    return _digits(split, folder) if data is digits else _wines(split, folder)


def _digits(split: digits.Split, folder: Path) -> str:
    for digit in range(10):
        rows = np.flatnonzero(split.test_y == digit)[: _DIGIT_COPIES.get(digit, 1)]
        for letter, row in zip("ab", rows):
            grey = np.round(split.test_x[row, :, :, 0] * 255).astype(np.uint8)
            Image.fromarray(grey).save(folder / f"digit-{digit}-{letter}.png")
    return "`samples/digit-D-x.png`: held-out digits, the first of each class; divide grey levels by 255."


def _wines(split: digits.Split, folder: Path) -> str:
    chosen = range(_WINES)
    with open(folder / "samples.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(wines.FEATURES)
        writer.writerows([f"{value:.6g}" for value in split.test_x[row]] for row in chosen)
    names = ", ".join(wines.LABELS[split.test_y[row]] for row in chosen)
    return f"`samples/samples.csv`: held-out wines, one a row, columns named; their classes in order: {names}."
