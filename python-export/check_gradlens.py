#!/usr/bin/env python3
"""Compare GradLens's gradient with the reference values that oracle.py wrote."""

import argparse
from pathlib import Path

from gradlens_export import comparison
from gradlens_export.errors import ExportError, run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gradlens", type=Path, required=True, metavar="LAUNCHER")
    parser.add_argument("folders", type=Path, nargs="+", metavar="MODEL_DIR ORACLE_DIR", help="pairs of folders")
    arguments = parser.parse_args()
    folders = arguments.folders
    if len(folders) % 2:
        raise ExportError(f"{len(folders)} folders given; give pairs MODEL_DIR ORACLE_DIR")
    verdicts = []
    for model, reference in zip(folders[::2], folders[1::2]):
        verdict = comparison.check(arguments.gradlens.absolute(), model, reference)
        comparison.report(model.name, verdict)
        verdicts.append(verdict)
    return comparison.summary(verdicts)


if __name__ == "__main__":
    run(main)
