"""LRP's rules at one linear layer, written on the products x_i·w_ij of every input with every output.

A rule takes a Sight of the layer and the relevance R[n, o, c] of its outputs; it returns each product's share
[n, o, k, c] and what the bias takes [n, o, c]. `ratio` is 0 where the denominator is.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Sight:
    """A layer in front of a batch: x [n, o, k], weights [k, c], which products exist [o, k, c], bias [c].

    `low` and `high` [o, k] bound x, where the layer is a first one and bounds were given.
    """

    x: np.ndarray
    weight: np.ndarray
    there: np.ndarray
    bias: np.ndarray
    low: np.ndarray | None = None
    high: np.ndarray | None = None

    @property
    def products(self) -> np.ndarray:
        return self.x[..., None] * self.weight

    def b(self, absorb: bool) -> np.ndarray:
        return self.bias if absorb else np.zeros_like(self.bias)


Rule = Callable[[Sight, np.ndarray], tuple[np.ndarray, np.ndarray]]


def ratio(a, b):
    """a / b, 0 where b is 0."""
    return np.divide(a, b, out=np.zeros(np.broadcast(a, b).shape), where=b != 0)


def epsilon(epsilon: float, absorb: bool = True, rms: bool = False) -> Rule:
    """x w R / (z + ε sgn(z)), sgn(0) = +1; with `rms` ε counts in units of √(mean z²) of the example."""

    def rule(site, relevance):
        products, b = site.products, site.b(absorb)
        z = products.sum(axis=2) + b
        unit = np.sqrt(np.mean(z**2, axis=(1, 2), keepdims=True)) if rms else 1.0
        quotient = ratio(relevance, z + epsilon * unit * np.where(z < 0, -1, 1))
        return products * quotient[:, :, None], b * quotient

    return rule


def gamma(gamma: float, absorb: bool = True) -> Rule:
    """Products of z's own sign count (1 + γ) times, as does a bias of z's sign."""

    def rule(site, relevance):
        products, b = site.products, site.b(absorb)
        z = products.sum(axis=2) + b
        sign = np.sign(z)
        favoured = products + gamma * np.where(products * sign[:, :, None] > 0, products, 0)
        bias = b + gamma * np.where(b * sign > 0, b, 0)
        quotient = ratio(relevance, favoured.sum(axis=2) + bias) * (sign != 0)
        return favoured * quotient[:, :, None], bias * quotient

    return rule


def alpha_beta(alpha: float, beta: float, absorb: bool = True) -> Rule:
    """α x w⁺ R / z⁺ − β x w⁻ R / z⁻, by the sign of the product."""

    def rule(site, relevance):
        products, b = site.products, site.b(absorb)
        up, down = np.maximum(products, 0), np.minimum(products, 0)
        b_up, b_down = np.maximum(b, 0), np.minimum(b, 0)
        for_ = alpha * ratio(relevance, up.sum(axis=2) + b_up)
        against = beta * ratio(relevance, down.sum(axis=2) + b_down)
        return up * for_[:, :, None] - down * against[:, :, None], b_up * for_ - b_down * against

    return rule


def z_plus(absorb: bool = True) -> Rule:
    """(x w)⁺ R / Σ (x w)⁺."""
    return alpha_beta(1, 0, absorb)


def w_square(site: Sight, relevance):
    """w² R / Σ w²."""
    return _shared(np.where(site.there, site.weight**2, 0.0)[None], relevance)


def flat(site: Sight, relevance):
    """R in equal shares to every input that the layer reads."""
    return _shared(np.where(site.there, 1.0, 0.0)[None], relevance)


def box(site: Sight, relevance):
    """z^B: (x w − low w⁺ − high w⁻) R / the sum of these."""
    low, high = (bound[None, :, :, None] for bound in (site.low, site.high))
    up, down = np.maximum(site.weight, 0), np.minimum(site.weight, 0)
    return _shared(np.where(site.there, site.products - low * up - high * down, 0.0), relevance)


def _shared(parts, relevance):
    """Relevance in proportion to `parts`; nothing for the bias."""
    return parts * ratio(relevance, parts.sum(axis=2))[:, :, None], np.zeros_like(relevance)
