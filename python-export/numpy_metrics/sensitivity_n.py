"""Sensitivity-n (Ancona 2018), its mean over subset sizes."""

import numpy as np

from .faithfulness_correlation import faithfulness_correlation
from .subject import Subject


def sensitivity_n(
    subject: Subject,
    random: np.random.Generator,
    runs: int = 100,
    sizes: int = 10,
    n_max: float = 0.8,
    baseline: str = "zero",
) -> float:
    """The mean over k of the correlation for subsets of max(1, ⌊n_max·P·k/K⌋)."""
    counts = [max(1, int(n_max * subject.count * k / sizes)) for k in range(1, sizes + 1)]
    return float(np.mean([faithfulness_correlation(subject, random, runs, n, baseline) for n in counts]))
