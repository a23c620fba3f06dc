"""SPECs, and what each means as a book of rules."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from .deeplift import Cancel, deeplift
from .folding import fold
from .gradients import Rectifier, backward
from .net import Activation, Linear, Maximum, Net, Product
from .relevance import Book, Result, relevance
from .rules import Rule, alpha_beta, box, epsilon, flat, gamma, w_square, z_plus

Explain = Callable[[Net, np.ndarray, np.ndarray], Result]
SMALL = 1e-6


@dataclass(frozen=True)
class Case:
    """A SPEC and its explanation: of a net, a batch, and weights of the scores."""

    spec: str
    explain: Explain

    @property
    def brief(self) -> bool:
        """Whether the SPEC has one parameter at most."""
        return self.spec.count("=") <= 1


def cases(net: Net, layer: str) -> list[Case]:
    """All cases that mean something for a network; one of its layers takes rules by name."""
    channels = net.shapes[net.input][-1]
    norms = any(isinstance(node, Linear) and node.kind == "diagonal" for node in net.nodes)
    low, high = _bounds(channels)
    text = f"low={_list(low)},high={_list(high)}"
    books = {
        **_uniform(),
        **_composites(),
        f"lrp-epsilon-gamma-box:{text}": _mixed(epsilon(SMALL), gamma(0.25), box, low=low, high=high),
        f"deep-taylor:{text}": replace(_one(z_plus(False)), first=box, start="positive", low=low, high=high),
        **_own(layer, low, high),
    }
    if any(isinstance(node, Maximum) for node in net.nodes):
        books.update({_more(spec, "max-pool=proportional"): replace(books[spec], proportional=True) for spec in _SOME})
    if any(isinstance(node, Product) for node in net.nodes):
        books.update({_more(spec, "gate=even"): replace(books[spec], even_gates=True) for spec in _SOME})
    if any(isinstance(node, Activation) and not node.function.rectifier for node in net.nodes):
        books.update({_more(spec, "activation=rescale"): replace(books[spec], rescale=True) for spec in _SOME})
    if norms:
        apart = [spec for spec in books if re.split("[,;]", spec)[0] in _APART or spec.startswith("lrp:")]
        books.update({_more(spec, "fold-batch-norm=false"): replace(books[spec], fold=False) for spec in apart})
    return [*(Case(spec, _pass(book)) for spec, book in books.items()), *_rectified(), *_deeplift(norms)]


_APART = (
    "lrp-0",
    "lrp-epsilon:epsilon=0.25",
    "lrp-epsilon:epsilon=0.1",
    "lrp-gamma",
    "lrp-alpha2-beta1",
    "lrp-z-plus",
    "lrp-w-square",
    "lrp-flat",
    "deep-taylor",
    "excitation-backprop",
    "lrp-epsilon-plus:epsilon=0.1",
    "lrp-epsilon-alpha2-beta1-flat",
    "lrp-epsilon-gamma-box:low=-1",
)
_SOME = ("lrp-epsilon:epsilon=0.25", "lrp-alpha2-beta1", "deep-taylor", "lrp-flat")


def _bounds(channels: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Bounds of the input, one a channel, that hold for inputs in −1 … 1."""
    steps = np.arange(channels) / 8
    return tuple(-1.0 - steps), tuple(1.25 + steps)


def _list(values) -> str:
    return ";".join(f"{value:g}" for value in values)


def _more(spec: str, setting: str) -> str:
    return f"{spec}{',' if ':' in spec else ':'}{setting}"


def _one(rule: Rule) -> Book:
    """One rule everywhere."""
    return Book(rule, rule, rule)


def _mixed(dense: Rule, convolution: Rule, first: Rule | None = None, **more) -> Book:
    """A rule for dense layers, which batch norms of their own take as well, and one for convolutions."""
    return Book(dense, convolution, dense, first, **more)


def _uniform() -> dict[str, Book]:
    deep = replace(_one(z_plus(False)), first=w_square, start="positive")
    return {
        "lrp-0": _one(epsilon(0)),
        "lrp-0:bias=ignore": _one(epsilon(0, absorb=False)),
        "lrp-epsilon": _one(epsilon(SMALL)),
        "lrp-epsilon:epsilon=0.25": _one(epsilon(0.25)),
        "lrp-epsilon:epsilon=0.25,bias=ignore": _one(epsilon(0.25, absorb=False)),
        "lrp-epsilon:epsilon=0.25,epsilon-scale=rms": _one(epsilon(0.25, rms=True)),
        "lrp-epsilon:epsilon=0.1,epsilon-scale=rms,bias=ignore": _one(epsilon(0.1, absorb=False, rms=True)),
        "lrp-gamma": _one(gamma(0.25)),
        "lrp-gamma:gamma=0.6,bias=ignore": _one(gamma(0.6, absorb=False)),
        "lrp-alpha2-beta1": _one(alpha_beta(2, 1)),
        "lrp-alpha2-beta1:bias=ignore": _one(alpha_beta(2, 1, absorb=False)),
        "lrp-alpha1-beta0": _one(alpha_beta(1, 0)),
        "lrp-alpha-beta:alpha=1.5,beta=0.5": _one(alpha_beta(1.5, 0.5)),
        "lrp-z-plus": _one(z_plus()),
        "lrp-z-plus:bias=ignore": _one(z_plus(False)),
        "lrp-w-square": _one(w_square),
        "lrp-flat": _one(flat),
        "deep-taylor": deep,
        "excitation-backprop": replace(_one(z_plus(False)), start="unit"),
    }


def _composites() -> dict[str, Book]:
    return {
        "lrp-epsilon-plus": _mixed(epsilon(SMALL), z_plus()),
        "lrp-epsilon-plus:epsilon=0.1,bias=ignore": _mixed(epsilon(0.1, absorb=False), z_plus(False)),
        "lrp-epsilon-plus-flat": _mixed(epsilon(SMALL), z_plus(), flat),
        "lrp-epsilon-plus-flat:epsilon=0.25,epsilon-scale=rms": _mixed(epsilon(0.25, rms=True), z_plus(), flat),
        "lrp-epsilon-alpha2-beta1": _mixed(epsilon(SMALL), alpha_beta(2, 1)),
        "lrp-epsilon-alpha2-beta1-flat": _mixed(epsilon(SMALL), alpha_beta(2, 1), flat),
    }


def _own(layer: str, low, high) -> dict[str, Book]:
    bounds = f"{_list(low)};{_list(high)}"
    return {
        f"lrp:layer.{layer}=gamma(0.5)": _mixed(epsilon(SMALL), epsilon(SMALL), layers={layer: gamma(0.5)}),
        f"lrp:layer.{layer}=flat,dense=epsilon(0.25),convolution=alpha-beta(2;1),first=w-square": _mixed(
            epsilon(0.25), alpha_beta(2, 1), w_square, layers={layer: flat}
        ),
        f"lrp:dense=gamma(0.25),convolution=z-plus,first=box({bounds})": Book(
            gamma(0.25), z_plus(), epsilon(SMALL), box, low=low, high=high
        ),
    }


def _pass(book: Book) -> Explain:
    def explain(net, batch, weights):
        net = fold(net) if book.fold else net
        return relevance(net, net.forward(batch), weights, book)

    return explain


def _rectified() -> list[Case]:
    def case(rectifier: Rectifier) -> Case:
        def explain(net, batch, weights):
            signal = backward(net, net.forward(batch), weights, rectifier)
            nothing = np.zeros(len(batch))
            return Result(signal, nothing, None, None, nothing)

        return Case(rectifier, explain)

    return [case("deconvnet"), case("guided-backprop")]


def _deeplift(norms: bool) -> list[Case]:
    def case(spec: str, baseline: float, cancel: Cancel, folded: bool = True) -> Case:
        def explain(net, batch, weights):
            net = fold(net) if folded else net
            return deeplift(net, net.forward(batch), net.forward(np.full_like(batch, baseline)), weights, cancel)

        return Case(spec, explain)

    found = [
        case("deeplift-rescale", 0.0, "nowhere"),
        case("deeplift-rescale:baseline=0.375", 0.375, "nowhere"),
        case("deeplift-reveal-cancel", 0.0, "dense"),
        case("deeplift-reveal-cancel:baseline=-0.125", -0.125, "dense"),
        case("deeplift-reveal-cancel:everywhere=true,baseline=0.25", 0.25, "everywhere"),
    ]
    if norms:
        found.append(case("deeplift-reveal-cancel:fold-batch-norm=false,baseline=0.5", 0.5, "dense", False))
    return found
