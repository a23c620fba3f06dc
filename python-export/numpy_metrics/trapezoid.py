"""The area under a curve of unit steps."""

import numpy as np


def trapezoid(values) -> float:
    """Σ (vⱼ + vⱼ₊₁)/2."""
    values = np.asarray(values, np.float64)
    return float(np.sum(values[:-1] + values[1:]) / 2)
