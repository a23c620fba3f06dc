#!/usr/bin/env python3
"""Compare GradLens's methods on feature groups with plain numpy on the shipped models."""

import argparse
from pathlib import Path

import gradlens_export  # noqa: F401  (silences TensorFlow before it is imported)
from gradlens_export.errors import run
from numpy_features import comparison


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gradlens", type=Path, required=True, metavar="LAUNCHER")
    arguments = parser.parse_args()
    outcomes = []
    for outcome in comparison.compare(arguments.gradlens.absolute()):
        print(f"{'ok  ' if outcome.passed else 'FAIL'} {outcome}", flush=True)
        outcomes.append(outcome)
    failed = sum(not outcome.passed for outcome in outcomes)
    print(f"{len(outcomes) - failed} passed, {failed} failed (limit {comparison.TOLERANCE:.0e})")
    return 1 if failed or not outcomes else 0


if __name__ == "__main__":
    run(main)
