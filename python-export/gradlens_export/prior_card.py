"""card.md of an expert or a generator."""

import re
from pathlib import Path

from . import digits
from .card import sources
from .errors import ExportError
from .priors import Prior


def text(prior: Prior, model, figures: list[tuple[str, float]], seed: int) -> str:
    """The card's Markdown."""
    source, licence = sources(digits)
    noise = prior.schedule.noise
    return f"""# {prior.name}

| | |
|---|---|
| Architecture | {prior.architecture} |
| Signature | `serving_default` |
| Input | `{model.inputs[0].name}`, {prior.takes} |
| Output | `{prior.output}`, {prior.returns} |
| Parameters | {model.count_params():,} |
| Training | {prior.schedule.epochs} epochs, digits moved by up to one pixel{f", noise of up to {noise} added" if noise else ""}; classes are not used |
| {prior.figure} | {"; ".join(f"{what}: {value:.4f}" for what, value in figures)} |
| Data | {source} |
| Split | 80 % training, 20 % held out, stratified by class, split seed {digits.SPLIT_SEED} |
| Licence of the data | {licence.replace(" (the digits in `samples/` too)", "")} |
| Command | `python python-export/train_models.py --only {prior.name}` |
| Seed | {seed} |
"""


def stated(card: Path, prior: Prior) -> list[float]:
    """The figures that a card states."""
    match = re.search(rf"^\| {prior.figure} \| (.+) \|$", card.read_text(encoding="utf-8"), re.MULTILINE)
    if not match:
        raise ExportError(f"{card}: no line '| {prior.figure} | … |'; write the card again with train_models.py")
    return [float(part.rsplit(": ", 1)[1]) for part in match.group(1).split("; ")]
