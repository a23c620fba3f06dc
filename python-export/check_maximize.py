#!/usr/bin/env python3
"""Compare `gradlens maximize` with ascents by TensorFlow's own derivatives: final images and every line of the history."""

import argparse
import tempfile
import time
from pathlib import Path

import gradlens_export  # noqa: F401  (silences TensorFlow before it is imported)
from gradlens_export.errors import run
from tf_maximize import comparison, networks
from tf_maximize.cases import CASES


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gradlens", type=Path, required=True, metavar="LAUNCHER")
    parser.add_argument("words", nargs="*", metavar="WORD", help="only cases whose line has all of these words")
    arguments = parser.parse_args()
    failed = total = 0
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        own = Path(scratch) / "networks"
        networks.write(own)
        for number, case in enumerate(CASES):
            if not set(arguments.words) <= set(case.label.split()):
                continue
            outcome = comparison.compare(case, arguments.gradlens.absolute(), own, Path(scratch) / str(number))
            print(f"{'ok  ' if outcome.passed else 'FAIL'} {outcome}", flush=True)
            failed, total = failed + (not outcome.passed), total + 1
    print(f"{total - failed} passed, {failed} failed (limit {comparison.TOLERANCE:.0e}), {time.monotonic() - start:.0f} s")
    return 1 if failed or not total else 0


if __name__ == "__main__":
    run(main)
