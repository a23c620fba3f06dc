"""Writes held-out MNIST digits as PNG files, one folder a class: DIR/3/digit-0012.png."""

import argparse
from pathlib import Path

import numpy as np
from gradlens_export import digits
from PIL import Image


def write(folder: Path, count: int) -> None:
    """The first `count` held-out digits, as many of each class; the number is the place in the held-out part."""
    split = digits.load()
    each = count // len(digits.LABELS)
    for label in digits.LABELS:
        (folder / label).mkdir(parents=True, exist_ok=True)
        for place in np.flatnonzero(split.test_y == int(label))[:each]:
            levels = np.rint(split.test_x[place, :, :, 0] * 255).astype(np.uint8)
            Image.fromarray(levels).save(folder / label / f"digit-{place:04d}.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--count", type=int, default=200, help="how many, a multiple of 10 up to 1000 (200)")
    options = parser.parse_args()
    if options.count % 10 or not 10 <= options.count <= 1000:
        parser.error("--count must be a multiple of 10 from 10 to 1000")
    write(options.folder, options.count)


if __name__ == "__main__":
    main()
