"""Whether figures agree: to rounding where nothing is drawn, else within standard errors."""

from dataclasses import dataclass

import numpy as np

# Scores are float32 in the product, and a difference of two that are close, as in average-drop, has fewer digits.
TOLERANCE = 5e-4
ERRORS = 4.0
Value = float | None


@dataclass(frozen=True)
class Outcome:
    """A case's largest error, or how many standard errors means are apart; `trouble` where nothing compares."""

    spec: str
    figure: float = np.inf
    drawn: bool = False
    trouble: str = ""

    @property
    def passed(self) -> bool:
        return not self.trouble and self.figure <= (ERRORS if self.drawn else TOLERANCE)

    def __str__(self) -> str:
        unit = "standard errors apart" if self.drawn else "of the value"
        return f"{self.spec}: {self.trouble or f'{self.figure:.1e} {unit}'}"


def errors(found: list[Value], expected: list[Value]) -> np.ndarray:
    """|found − expected| of each example, over the larger of its value and the values' mean size.

    Infinite where one of the two does not exist or is not finite, 0 where both do not exist.
    """
    known = [abs(value) for value in expected if value is not None]
    usual = np.mean(known) if known else 0.0
    out = []
    for one, other in zip(found, expected, strict=True):
        if one is None or other is None:
            out.append(0.0 if one is other else np.inf)
        elif not np.isfinite(one):
            out.append(np.inf)
        else:
            distance, size = abs(one - other), max(abs(other), usual)
            out.append(distance / size if size else np.inf if distance else 0.0)
    return np.array(out)


def apart(found: np.ndarray, draws: np.ndarray, shared: bool) -> float:
    """How many standard errors the means of two samples are apart.

    `found` [G, examples] and `draws` [S, examples], S > G. `shared`: the examples of a row share their draw, so that a
    row is one value; else each example's variance is its own. What hardly varies may differ by rounding.
    """
    if shared:
        found, draws = found.mean(axis=1, keepdims=True), draws.mean(axis=1, keepdims=True)
    if not np.isfinite(found).all():
        return float(np.inf)
    variances = draws.var(axis=0, ddof=1) * (1 / len(found) + 1 / len(draws))
    error = np.sqrt(variances.sum()) / draws.shape[1]
    rounding = TOLERANCE * np.abs(draws).mean() / ERRORS
    distance = abs(found.mean() - draws.mean())
    return float(distance / max(error, rounding)) if distance else 0.0
