"""What a method gives, and what of it is compared."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Result:
    """Maps [N, elements]; Σ R − (f(x) − f(x')) where the method has it; the layer's own map where there is one."""

    attribution: np.ndarray
    residual: np.ndarray | None = None
    raw: np.ndarray | None = None
