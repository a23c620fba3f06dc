#!/usr/bin/env python3
"""Compare the metrics of `gradlens evaluate` with plain numpy."""

import argparse
import time
from pathlib import Path

import gradlens_export  # noqa: F401  (silences TensorFlow before it is imported)
from gradlens_export.errors import ExportError, run
from numpy_metrics import comparison
from numpy_metrics.networks import NETWORKS
from numpy_metrics.specs import cases
from numpy_metrics.verdict import ERRORS, TOLERANCE


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gradlens", type=Path, required=True, metavar="LAUNCHER")
    parser.add_argument("--timeout", type=float, default=900, metavar="SECONDS", help="of one run of GradLens")
    parser.add_argument("--verbose", action="store_true", help="a line a case, also where it passes")
    names = [network.name for network in NETWORKS]
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"default: all of {', '.join(names)}")
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.names) - set(names))
    if unknown:
        raise ExportError(f"no network {', '.join(unknown)}; there are {', '.join(names)}")
    launcher = arguments.gradlens.absolute()
    known = comparison.known_ids(launcher)
    written = {case.id for case in cases(2, one_class=True, shuffles=True)}
    for name in sorted(written - known):
        print(f"left out: {name}, which the launcher does not know")
    for name in sorted(known - written):
        print(f"FAIL {name} has no numpy form; add it to numpy_metrics")
    failed, total = len(known - written), 0
    for network in NETWORKS:
        if arguments.names and network.name not in arguments.names:
            continue
        start = time.monotonic()
        outcomes = list(comparison.compare(network, launcher, known, arguments.timeout))
        wrong = [outcome for outcome in outcomes if not outcome.passed]
        exact = max((o.figure for o in outcomes if o.passed and not o.drawn), default=0.0)
        means = max((o.figure for o in outcomes if o.passed and o.drawn), default=0.0)
        print(
            f"{'FAIL' if wrong else 'ok  '} {network.name}: {len(outcomes) - len(wrong)} of {len(outcomes)} cases "
            f"agree, at worst to {exact:.1e} (limit {TOLERANCE:.0e}), means to {means:.1f} standard errors "
            f"(limit {ERRORS:.0f}), {time.monotonic() - start:.0f} s",
            flush=True,
        )
        for outcome in outcomes if arguments.verbose else wrong:
            print(f"     {'ok  ' if outcome.passed else 'FAIL'} {outcome}", flush=True)
        failed, total = failed + len(wrong), total + len(outcomes)
    print(f"{total - failed} passed, {failed} failed")
    return 1 if failed or not total else 0


if __name__ == "__main__":
    run(main)
