"""SPECs, and what each means."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from .average_change import average_drop, average_gain, average_increase
from .completeness import completeness
from .complexity import complexity
from .continuity import continuity
from .deletion import deletion, insertion
from .effective_complexity import effective_complexity
from .efficient_mprt import efficient_mprt
from .faithfulness_correlation import faithfulness_correlation
from .infidelity import gaussian_infidelity, square_infidelity
from .lipschitz import lipschitz
from .mu_fidelity import mu_fidelity
from .non_sensitivity import non_sensitivity
from .parameter_randomisation import parameter_randomisation
from .pixel_flipping import pixel_flipping
from .pointing_game import pointing_game
from .random_logit import random_logit
from .region_perturbation import region_perturbation
from .relevance_mass import relevance_mass
from .relevance_rank import relevance_rank
from .road import road
from .selectivity import selectivity
from .sensitivity import avg_sensitivity, max_sensitivity
from .sensitivity_n import sensitivity_n
from .sparseness import sparseness
from .subject import Subject

MASK = "MASK.npy"
Draws = Literal["none", "example", "model"]


@dataclass(frozen=True)
class Case:
    """A SPEC and its value: of a subject, the mask that MASK.npy in the SPEC stands for, and a generator.

    `draws`: what the value depends on beside the example: nothing, draws for each example, or shuffled weights that
    all examples share. `mean_of_chance`: the figure of random maps has a mean that samples tell; a quotient of two that
    may be near 0 has none.
    """

    spec: str
    value: Callable[[Subject, np.ndarray, np.random.Generator], float | None]
    draws: Draws = "none"
    mean_of_chance: bool = True

    @property
    def id(self) -> str:
        """The metric's."""
        return self.spec.split(":")[0]


def cases(axes: int, one_class: bool, shuffles: bool) -> list[Case]:
    """What is asked of a network with so many axes of positions (0: a row of elements)."""
    found = [*_removal(), *_maps(), *_local(), *_masks(), *_drawn()]
    if axes:
        found += _moving()
    if one_class:
        found += _classes(axes == 2)
    if shuffles:
        found += _shuffled(axes == 2)
    return found


def _plain(spec, metric, **settings) -> Case:
    return Case(spec, lambda subject, mask, random: metric(subject, **settings))


def _random(spec, metric, **settings) -> Case:
    return Case(spec, lambda subject, mask, random: metric(subject, random, **settings), draws="example")


def _masked(spec, metric, mean_of_chance=True, **settings) -> Case:
    def value(subject, mask, random):
        return metric(subject, mask, **settings)

    return Case(spec, value, mean_of_chance=mean_of_chance)


def _model(spec, metric, **settings) -> Case:
    return Case(spec, lambda subject, mask, random: metric(subject, **settings), draws="model")


def _removal() -> list[Case]:
    return [
        _plain("deletion", deletion),
        _plain("deletion:steps=7,baseline=mean,activation=softmax", deletion, steps=7, baseline="mean",
               activation="softmax"),
        _plain("deletion:steps=100,baseline=0.3", deletion, steps=100, baseline="0.3"),
        _plain("insertion", insertion),
        _plain("insertion:steps=3,baseline=min,activation=sigmoid", insertion, steps=3, baseline="min",
               activation="sigmoid"),
        _plain("pixel-flipping", pixel_flipping),
        _plain("pixel-flipping:features-in-step=4,baseline=max", pixel_flipping, features_in_step=4, baseline="max"),
        _plain("pixel-flipping:features-in-step=1000", pixel_flipping, features_in_step=1000),
        _plain("region-perturbation", region_perturbation),
        _plain("region-perturbation:steps=4,patch=2,baseline=-0.5", region_perturbation, steps=4, patch=2,
               baseline="-0.5"),
    ]


def _maps() -> list[Case]:
    return [
        _plain("sparseness", sparseness),
        _plain("complexity", complexity),
        _plain("effective-complexity:eps=0.2", effective_complexity, eps=0.2),
    ]


def _local() -> list[Case]:
    return [
        _plain("completeness", completeness),
        _plain("completeness:baseline=mean", completeness, baseline="mean"),
        _plain("infidelity", square_infidelity),
        _plain("infidelity:kind=square,patch=2,baseline=0.4", square_infidelity, patch=2, baseline="0.4"),
        _plain("non-sensitivity:eps=0.1", non_sensitivity, eps=0.1),
        _plain("non-sensitivity:eps=0.05,baseline=max", non_sensitivity, eps=0.05, baseline="max"),
    ]


def _masks() -> list[Case]:
    return [
        _masked(f"pointing-game:mask={MASK}", pointing_game),
        _masked(f"pointing-game:mask={MASK},tolerance=2", pointing_game, tolerance=2),
        *(_masked(f"relevance-mass:mask={MASK},pool={pool}", relevance_mass, pool != "sum", pool=pool)
          for pool in ("positive", "abs", "square", "sum")),
        _masked(f"relevance-rank:mask={MASK}", relevance_rank),
    ]


def _moving() -> list[Case]:
    return [
        _plain("continuity:steps=7", continuity, steps=7),
        _plain("continuity:steps=5,baseline=mean", continuity, steps=5, baseline="mean"),
        _plain("selectivity:patch=2", selectivity, patch=2),
        _plain("selectivity:steps=3,patch=3,baseline=min", selectivity, steps=3, patch=3, baseline="min"),
    ]


def _classes(image: bool) -> list[Case]:
    found = [
        _plain("random-logit:similarity=spearman,targets=all", random_logit, similar="spearman", targets=None),
        _plain("random-logit:similarity=cosine,targets=3", random_logit, similar="cosine", targets=3),
        _random("random-logit:similarity=cosine,targets=1", random_logit, similar="cosine"),
        _plain("average-drop", average_drop),
        _plain("average-increase", average_increase),
        _plain("average-gain", average_gain),
        _plain("average-drop:activation=sigmoid", average_drop, activation="sigmoid"),
    ]
    if image:
        found += [
            _plain("random-logit:targets=all", random_logit, targets=None),
            _plain("road:noise=0,percentages=5;20;33;50;80;95", road, percentages=(5, 20, 33, 50, 80, 95)),
            _random("road:noise=0.3,percentages=10;30;50;70;90", road, noise=0.3, percentages=(10, 30, 50, 70, 90)),
        ]
    return found


def _drawn() -> list[Case]:
    return [
        _random("faithfulness-correlation", faithfulness_correlation),
        _random("faithfulness-correlation:runs=40,subset-size=3,baseline=mean", faithfulness_correlation, runs=40,
                subset_size=3, baseline="mean"),
        _random("mu-fidelity:samples=100", mu_fidelity, samples=100),
        _random("mu-fidelity:samples=60,grid=4,subset=0.5,baseline=max", mu_fidelity, samples=60, grid=4, subset=0.5,
                baseline="max"),
        _random("sensitivity-n:runs=30", sensitivity_n, runs=30),
        _random("sensitivity-n:runs=40,sizes=3,n-max=0.5,baseline=min", sensitivity_n, runs=40, sizes=3, n_max=0.5,
                baseline="min"),
        _random("infidelity:kind=gaussian,samples=100", gaussian_infidelity, samples=100),
        _random("infidelity:kind=gaussian,noise=0.3,noise-scale=absolute,samples=50", gaussian_infidelity, noise=0.3,
                noise_scale="absolute", samples=50),
        _random("max-sensitivity:samples=40", max_sensitivity, samples=40),
        _random("avg-sensitivity:samples=40", avg_sensitivity, samples=40),
        _random("avg-sensitivity:samples=20,radius=0.5,noise-scale=absolute", avg_sensitivity, samples=20, radius=0.5,
                noise_scale="absolute"),
        _random("lipschitz:samples=40", lipschitz, samples=40),
        _random("lipschitz:samples=10,noise=0.3,noise-scale=absolute", lipschitz, samples=10, noise=0.3,
                noise_scale="absolute"),
    ]


def _shuffled(image: bool) -> list[Case]:
    found = [
        _model("parameter-randomisation", parameter_randomisation),
        _model("parameter-randomisation:similarity=cosine,layers=last", parameter_randomisation, similar="cosine",
               layers="last"),
        _model("efficient-mprt", efficient_mprt),
        _model("efficient-mprt:bins=7", efficient_mprt, bins=7),
    ]
    if image:
        found.append(_model("parameter-randomisation:similarity=ssim", parameter_randomisation, similar="ssim"))
    return found
