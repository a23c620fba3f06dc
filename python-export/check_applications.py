#!/usr/bin/env python3
"""Export keras.applications networks with well conditioned random weights and check GradLens's gradient on them."""

import argparse
import gc
import json
import tempfile
from pathlib import Path

import gradlens_export  # noqa: F401  (silences TensorFlow before it is imported)
from gradlens_export import architectures, comparison, from_keras, frozen, reference_files
from gradlens_export.cases import CASES, Case
from gradlens_export.errors import ExportError, run
from gradlens_export.oracle import Oracle
from gradlens_export.random_input import random_input
from gradlens_export.stability import steadiest

CLASSES = 10
BATCH = 4
CANDIDATES = 24
ROUNDING_LIMIT = 1e-4


def prepare(case: Case, work: Path) -> tuple[Path, Path]:
    """Exports a case and writes its reference values, unless `work` has them from an earlier run."""
    model_folder, reference = work / case.label / "model", work / case.label / "oracle"
    if not (reference / "meta.json").is_file():
        request = from_keras.Request(case.name, case.keras, case.size, classes=CLASSES, condition=True)
        if not model_folder.exists():
            from_keras.write(request, from_keras.build(request), model_folder)
        span = request.input_range()
        exported = frozen.load(model_folder)
        candidates = random_input(exported, 1, CANDIDATES, span.low, span.high)
        with Oracle(exported) as oracle:
            batch, moved = steadiest(oracle, candidates, BATCH)
            reference_files.write(reference, exported, oracle, batch, oracle(batch), {"rounding": moved})
        architectures.library(case.keras).backend.clear_session()
        gc.collect()
    return model_folder, reference


def oracle_verdict(reference: Path) -> comparison.Verdict:
    """Says whether rounding leaves the reference gradient alone, and which ops the network holds."""
    meta = json.loads((reference / "meta.json").read_text(encoding="utf-8"))
    text = f"rounding moves the gradient by {meta['rounding']:.1e} (limit {ROUNDING_LIMIT:.0e}); ops {' '.join(meta['ops'])}"
    return comparison.Verdict(meta["rounding"] <= ROUNDING_LIMIT, text)


def chosen(names: list[str], quick: bool) -> list[Case]:
    """The cases to run: those named, else the quick ones or all."""
    known = {case.name for case in CASES} | {case.label for case in CASES}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ExportError(f"no case {', '.join(unknown)}; there are {', '.join(case.label for case in CASES)}")
    if names:
        return [case for case in CASES if case.name in names or case.label in names]
    return [case for case in CASES if case.quick or not quick]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    task = parser.add_mutually_exclusive_group(required=True)
    task.add_argument("--gradlens", type=Path, metavar="LAUNCHER")
    task.add_argument("--oracle-only", action="store_true", help="export and differentiate, without GradLens")
    parser.add_argument("--quick", action="store_true", help="four architectures instead of nine")
    parser.add_argument("--work", type=Path, metavar="DIR", help="keep exports and reference values there, and use them again")
    parser.add_argument("names", nargs="*", metavar="NAME", help="ResNet50 or ResNet50-keras2; default: all")
    arguments = parser.parse_args()
    verdicts = []
    with tempfile.TemporaryDirectory() as scratch:
        for case in chosen(arguments.names, arguments.quick):
            model, reference = prepare(case, arguments.work or Path(scratch))
            if arguments.oracle_only:
                verdict = oracle_verdict(reference)
            else:
                verdict = comparison.check(arguments.gradlens.absolute(), model, reference)
            comparison.report(case.label, verdict)
            verdicts.append(verdict)
    return comparison.summary(verdicts)


if __name__ == "__main__":
    run(main)
