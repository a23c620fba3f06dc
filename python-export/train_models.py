#!/usr/bin/env python3
"""Train the small models in savedmodels/ and export them with labels, card and samples."""

import argparse
import shutil
import time
from pathlib import Path

import gradlens_export  # noqa: F401  (silences TensorFlow before it is imported)
from gradlens_export import card, digits, export, levels, prior_card, samples, training
from gradlens_export.errors import ExportError, run
from gradlens_export.prior_figures import Signature
from gradlens_export.priors import PRIORS, Prior
from gradlens_export.recipes import RECIPES, Recipe

DEFAULT_OUT = Path(__file__).resolve().parent.parent / "savedmodels"


def make(recipe: Recipe, directory: Path, seed: int, epochs: int | None = None):
    """Trains one model, replaces `directory` by its export and returns (model, held-out accuracy)."""
    split = recipe.data.load()
    model = training.train(recipe, split, seed, epochs)
    shutil.rmtree(directory, ignore_errors=True)
    export.write(model, directory, [recipe.output])
    inputs = {model.inputs[0].name: levels.shown(split.test_x, recipe.low)}
    export.check(model, directory, inputs)
    accuracy = training.accuracy(export.serve(directory, inputs)[0], split.test_y)
    (directory / "labels.txt").write_text("\n".join(recipe.data.LABELS) + "\n", encoding="utf-8")
    sentence = samples.write(recipe, split, directory / "samples")
    text = card.text(recipe, model, accuracy, len(split.test_y), seed, sentence)
    (directory / "card.md").write_text(text, encoding="utf-8")
    return model, accuracy


def make_prior(prior: Prior, directory: Path, seed: int, epochs: int | None = None):
    """The same of an expert or a generator; returns (model, figures)."""
    split = digits.load()
    model = prior.assemble(prior.train(split, seed, epochs), split)
    shutil.rmtree(directory, ignore_errors=True)
    export.write(model, directory, [prior.output])
    export.check(model, directory, {model.inputs[0].name: prior.probe(split)})
    figures = prior.measure(Signature(directory), split)
    (directory / "card.md").write_text(prior_card.text(prior, model, figures, seed), encoding="utf-8")
    return model, figures


def main() -> None:
    names = [row.name for row in (*RECIPES, *PRIORS)]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", metavar="NAME", help=f"train this model only: {', '.join(names)}")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="folder for the model folders")
    parser.add_argument("--seed", type=int, default=training.SEED)
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.only or []) - set(names))
    if unknown:
        raise ExportError(f"--only: no model is called {', '.join(unknown)}; there are {', '.join(names)}")
    for row in (*RECIPES, *PRIORS):
        if arguments.only and row.name not in arguments.only:
            continue
        start = time.monotonic()
        if isinstance(row, Recipe):
            model, accuracy = make(row, arguments.out / row.name, arguments.seed)
            figure = f"{accuracy:.2%} held out"
        else:
            model, figures = make_prior(row, arguments.out / row.name, arguments.seed)
            figure = "; ".join(f"{what}: {value:.4f}" for what, value in figures)
        seconds = time.monotonic() - start
        print(f"{row.name}: {figure}, {model.count_params():,} parameters, {seconds:.0f} s", flush=True)


if __name__ == "__main__":
    run(main)
