#!/usr/bin/env python3
"""Write what the Java tests of segmentations and of XRAI's ranking compare with.

Without options the two files of the test resources, src/test/resources/io/github/gradlens/…: scikit-image's label maps
of small images, and maps ranked by plain numpy. With --photos, label maps of five photos as XRAI sees them.
"""

import argparse
from pathlib import Path

import gradlens_export  # noqa: F401  (silences TensorFlow before it is imported)
import numpy as np
from gradlens_export.errors import ExportError, run
from numpy_regions import segments, xrai

RESOURCES = Path(__file__).resolve().parent.parent / "src/test/resources/io/github/gradlens"
SEGMENTS = RESOURCES / "segmentation/segments.npz"
RANKED = RESOURCES / "method/ranked.npz"


def write(file: Path, arrays: dict[str, np.ndarray]):
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(file, **arrays)
    print(f"{file}: {len(arrays)} arrays, {file.stat().st_size / 1e3:.0f} kB")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=Path, metavar="DIR", help="folder of the photos")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where the photos' label maps go, an npz file")
    arguments = parser.parse_args()
    if (arguments.photos is None) != (arguments.out is None):
        raise ExportError("--photos DIR and --out FILE.npz belong together; give both or neither")
    if arguments.photos is not None:
        write(arguments.out, segments.photo_cases(arguments.photos))
    else:
        write(SEGMENTS, segments.small_cases())
        write(RANKED, xrai.cases())


if __name__ == "__main__":
    run(main)
