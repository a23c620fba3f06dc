#!/usr/bin/env python3
"""Write reference values for a SavedModel: input, output, target and the input gradient of the target's logit."""

import argparse
from pathlib import Path

import numpy as np

import gradlens_export  # noqa: F401  (silences TensorFlow before it is imported)
from gradlens_export import frozen, reference_files
from gradlens_export.errors import run
from gradlens_export.oracle import Oracle
from gradlens_export.random_input import random_input
from gradlens_export.stability import steadiest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, metavar="MODEL_DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--input", type=Path, metavar="FILE.npy", help="the batch; without it random values")
    parser.add_argument("--seed", type=int, default=0, help="of the random values")
    parser.add_argument("--batch", type=int, default=4, help="number of random examples")
    parser.add_argument("--candidates", type=int, metavar="N", help="draw N examples, keep those least moved by rounding")
    parser.add_argument("--range", type=float, nargs=2, default=(0.0, 1.0), metavar=("LOW", "HIGH"))
    parser.add_argument("--signature", default="serving_default")
    parser.add_argument("--output", help="name of the output, where the signature has several")
    arguments = parser.parse_args()

    model = frozen.load(arguments.model, arguments.signature, arguments.output)
    if arguments.input:
        batch = np.load(arguments.input).astype(model.input_dtype)
    else:
        drawn = max(arguments.batch, arguments.candidates or 0)
        batch = random_input(model, arguments.seed, drawn, *arguments.range)
    with Oracle(model) as oracle:
        if not arguments.input and len(batch) > arguments.batch:
            batch, _ = steadiest(oracle, batch, arguments.batch)
        result = oracle(batch)
        more = {"seed": None if arguments.input else arguments.seed}
        reference_files.write(arguments.out, model, oracle, batch, result, more)
        print(f"{arguments.model}: {len(batch)} examples, score at {oracle.score_op} → {arguments.out}")


if __name__ == "__main__":
    run(main)
