#!/usr/bin/env python3
"""Export a keras.applications network, or a .keras or .h5 file, as a SavedModel in inference mode."""

import argparse
from pathlib import Path

import gradlens_export  # noqa: F401  (silences TensorFlow before it is imported)
from gradlens_export import frozen, from_keras
from gradlens_export.errors import run
from gradlens_export.oracle import Oracle
from gradlens_export.random_input import random_input
from gradlens_export.stability import moved


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", metavar="NAME|FILE", help="for example ResNet50, or my-model.keras")
    parser.add_argument("--out", type=Path, metavar="DIR", help="default: the name, with -keras2 or -keras3")
    parser.add_argument("--input-size", type=int, metavar="N", help="height and width; default: the network's own")
    parser.add_argument("--weights", default="none", metavar="none|imagenet|FILE")
    parser.add_argument("--keras", type=int, choices=(2, 3), default=3)
    parser.add_argument("--classes", type=int, default=1000)
    parser.add_argument("--no-softmax", action="store_true", help="end in logits")
    parser.add_argument("--seed", type=int, default=0, help="of untrained weights")
    parser.add_argument("--condition", action="store_true", help="random weights fit for comparing gradients")
    parser.add_argument("--check", action="store_true", help="also measure how far rounding moves the input gradient")
    arguments = parser.parse_args()
    request = from_keras.Request(
        source=arguments.source,
        keras=arguments.keras,
        input_size=arguments.input_size,
        weights=arguments.weights,
        classes=arguments.classes,
        softmax=not arguments.no_softmax,
        seed=arguments.seed,
        condition=arguments.condition,
    )
    directory = arguments.out or Path(f"{Path(request.source).stem}-keras{request.keras}")
    model = from_keras.build(request)
    difference = from_keras.write(request, model, directory)
    print(f"{directory}: equals the Keras model to {difference:.1e}")
    print(from_keras.describe(request, model))
    if arguments.check:
        span = request.input_range()
        exported = frozen.load(directory)
        with Oracle(exported) as oracle:
            change = moved(oracle, random_input(exported, request.seed, 4, span.low, span.high))
        print(f"rounding moves the input gradient of 4 random examples by {', '.join(f'{value:.1e}' for value in change)}")


if __name__ == "__main__":
    run(main)
