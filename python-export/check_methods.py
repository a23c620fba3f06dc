#!/usr/bin/env python3
"""Compare GradLens's path methods, class activation maps, occlusion and RISE with plain numpy."""

import argparse
from pathlib import Path

import gradlens_export  # noqa: F401  (silences TensorFlow before it is imported)
from gradlens_export.errors import ExportError, run
from numpy_methods import comparison
from numpy_methods.networks import NETWORKS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gradlens", type=Path, required=True, metavar="LAUNCHER")
    parser.add_argument("--keras", type=int, choices=(2, 3), help="exports of that Keras only; default: 3, and 2 for some")
    parser.add_argument("--timeout", type=float, default=900, metavar="SECONDS", help="of one run of GradLens")
    parser.add_argument("--verbose", action="store_true", help="a line a case, also where it passes")
    known = [network.name for network in NETWORKS]
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"default: all of {', '.join(known)}")
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.names) - set(known))
    if unknown:
        raise ExportError(f"no network {', '.join(unknown)}; there are {', '.join(known)}")
    failed = total = 0
    for network in NETWORKS:
        if arguments.names and network.name not in arguments.names:
            continue
        both = (3, 2) if network.keras2 else (3,)
        for keras in (arguments.keras,) if arguments.keras else both:
            outcomes = list(comparison.compare(network, keras, arguments.gradlens.absolute(), arguments.timeout))
            wrong = [outcome for outcome in outcomes if not outcome.passed]
            worst = max((outcome.worst for outcome in outcomes if outcome.passed), default=0.0)
            print(
                f"{'FAIL' if wrong else 'ok  '} {network.name}-keras{keras}: {len(outcomes) - len(wrong)} of "
                f"{len(outcomes)} cases agree, at worst to {worst:.1e} (limit {comparison.TOLERANCE:.0e})",
                flush=True,
            )
            for outcome in outcomes if arguments.verbose else wrong:
                print(f"     {'ok  ' if outcome.passed else 'FAIL'} {outcome}", flush=True)
            failed, total = failed + len(wrong), total + len(outcomes)
    print(f"{total - failed} passed, {failed} failed")
    return 1 if failed or not total else 0


if __name__ == "__main__":
    run(main)
