"""SPECs, and what each means."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from . import baselines, derivative_cams
from .ablation_cam import ablation_cam
from .blur_path import blur_integrated_gradients
from .conductance import conductance
from .eigen_cam import eigen_cam
from .gradient import gradient, gradient_x_input
from .guided_grad_cam import guided_grad_cam
from .guided_path import guided_integrated_gradients
from .integrated_gradients import integrated_gradients
from .internal_influence import internal_influence
from .occlusion import occlusion
from .pooled_cam import cam
from .question import Question
from .result import Result
from .rise import rise
from .score_cam import score_cam
from .smoothgrad import smoothgrad

FILE = baselines.FILE


@dataclass(frozen=True)
class Case:
    """A SPEC and its explanation: of a question and the baselines that FILE.npy in the SPEC stands for.

    `brief` cases are compared for both Keras; those that are not `probed` move by rounding no more than f does.
    """

    spec: str
    explain: Callable[[Question, np.ndarray], Result]
    brief: bool = False
    probed: bool = True


def input_cases(positions: bool, channels: int, faint: bool) -> list[Case]:
    """What explains the input; `positions`: it has axes between batch and channels; `faint`: wide blurs too."""
    colours = f"channel({';'.join(f'{0.25 - place / 4:g}' for place in range(channels))})"
    found = [
        Case("gradient", _plain(gradient), brief=True),
        _path("gradient-x-input", gradient_x_input, "0.25", key="root"),
        _path("integrated-gradients", integrated_gradients, brief=True),
        _path("integrated-gradients", integrated_gradients, FILE, steps=5),
        _path("integrated-gradients", integrated_gradients, colours, steps=6, rule="midpoint"),
        _path("integrated-gradients", integrated_gradients, steps=7, rule="trapezoid"),
        _path("integrated-gradients", integrated_gradients, steps=4, rule="left"),
        _path("integrated-gradients", integrated_gradients, "black+white", steps=9, rule="right"),
        *_smooth(),
        _path("guided-integrated-gradients", guided_integrated_gradients, brief=True),
        _guided(FILE, 20, 0.5, 0.1),
        _guided("black+white", 12, 0.1, 1.0),
        _guided("zero", 10, 0.25, 0.0),
        *_occlusion(FILE if positions else "0.5"),
    ]
    if positions:
        found += [
            _path("integrated-gradients", integrated_gradients, "blur(1.25)", steps=8),
            *([Case("blur-integrated-gradients", _plain(blur_integrated_gradients), brief=True)] if faint else []),
            _blur(20, 3.0),
            _blur(7, 0.6),
            Case(f"occlusion:window=3,stride=2,baseline={colours}", _starting(occlusion, colours, window=3, stride=2)),
            *_rise(colours),
        ]
    return found


def cam_cases(layer: str, written: str | None, pooled: bool) -> list[Case]:
    """Class activation maps at a layer; `written`: as the SPEC names it, None for auto. `pooled`: cam exists there.

    At a layer by name only the unclipped ones, which say more; score-cam's weights are positive, so that only there,
    where values may be negative, it can be clipped.
    """
    methods = {
        "grad-cam": partial(derivative_cams.derivative_cam, weigh=derivative_cams.grad_cam),
        "grad-cam++": partial(derivative_cams.derivative_cam, weigh=derivative_cams.grad_cam_plus_plus),
        "hires-cam": partial(derivative_cams.derivative_cam, weigh=derivative_cams.hires_cam),
        "xgrad-cam": partial(derivative_cams.derivative_cam, weigh=derivative_cams.xgrad_cam),
        "layer-cam": partial(derivative_cams.derivative_cam, weigh=derivative_cams.layer_cam),
        "eigen-cam": eigen_cam,
        "score-cam": score_cam,
        "ablation-cam": ablation_cam,
        "guided-grad-cam": guided_grad_cam,
    }
    if pooled:
        methods["cam"] = cam
    found = []
    for name, method in methods.items():
        for relu in (False,) if written and name != "score-cam" else (True, False):
            settings = [f"layer={written}"] if written else []
            settings += [] if relu else ["relu=false"]
            spec = f"{name}:{','.join(settings)}" if settings else name
            found.append(Case(spec, _plain(method, layer=layer, relu=relu), brief=relu))
    return found


def layer_cases() -> list[Case]:
    """What explains a layer, for --at."""
    return [
        Case("gradient", _plain(gradient)),
        _path("integrated-gradients", integrated_gradients, steps=10),
        _path("occlusion", occlusion, "2", window=2),
        Case("smoothgrad:samples=10", _plain(smoothgrad, statistic="mean", samples=10)),
        _layer("conductance", conductance, "zero"),
        _layer("conductance", conductance, FILE, steps=8),
        _layer("conductance", conductance, "black+white", steps=5),
        _layer("internal-influence", internal_influence, "zero"),
        _layer("internal-influence", internal_influence, FILE, steps=6, rule="midpoint"),
        _layer("internal-influence", internal_influence, "zero", steps=9, rule="trapezoid"),
    ]


def _plain(method, **settings):
    return lambda question, file: method(question, **settings)


def _starting(method, baseline: str, **settings):
    """A method that starts at a baseline in the space of what is explained."""

    def explain(question, file):
        return method(question, baselines.points(baseline, question.x, question.shape, file), **settings)

    return explain


def _text(name: str, settings: dict) -> str:
    listed = ",".join(f"{key}={value}" for key, value in settings.items())
    return f"{name}:{listed}" if listed else name


def _with(baseline: str, key: str, settings: dict) -> dict:
    return settings if baseline == "zero" else {key: baseline, **settings}


def _path(name, method, baseline="zero", brief=False, key="baseline", **settings) -> Case:
    spec = _text(name, _with(baseline, key, settings))
    return Case(spec, _starting(method, baseline, **settings), brief)


def _layer(name, method, baseline, **settings) -> Case:
    def explain(question, file):
        net = question.net
        starts = baselines.points(baseline, question.values[net.input], net.shapes[net.input], file)
        return method(question, starts, **settings)

    return Case(_text(name, _with(baseline, "baseline", settings)), explain)


def _smooth() -> list[Case]:
    return [
        Case("smoothgrad", _plain(smoothgrad, statistic="mean"), brief=True),
        Case(
            "smoothgrad:samples=9,noise=0.3,noise-scale=absolute,seed=3",
            _plain(smoothgrad, statistic="mean", samples=9, noise=0.3, scale="absolute", seed=3),
        ),
        Case(
            "smoothgrad:samples=11,base=gradient-x-input",
            _plain(smoothgrad, statistic="mean", samples=11, base="gradient-x-input"),
        ),
        Case("smoothgrad-squared:samples=12", _plain(smoothgrad, statistic="square", samples=12)),
        Case("vargrad:samples=13,seed=7", _plain(smoothgrad, statistic="variance", samples=13, seed=7)),
    ]


def _guided(baseline: str, steps: int, fraction: float, distance: float) -> Case:
    settings = {"steps": steps, "fraction": fraction, "max-dist": distance}
    spec = _text("guided-integrated-gradients", _with(baseline, "baseline", settings))
    values = {"steps": steps, "fraction": fraction, "distance": distance}
    return Case(spec, _starting(guided_integrated_gradients, baseline, **values))


def _blur(steps: int, sigma: float) -> Case:
    spec = f"blur-integrated-gradients:steps={steps},sigma={sigma:g}"
    return Case(spec, _plain(blur_integrated_gradients, steps=steps, sigma=sigma))


def _occlusion(baseline: str) -> list[Case]:
    return [
        _path("occlusion", occlusion, brief=True),
        _path("occlusion", occlusion, "black+white", window=2, stride=1),
        _path("occlusion", occlusion, baseline, window=2, stride=3),
    ]


def _rise(colours: str) -> list[Case]:
    def case(settings: dict, baseline: str, **values) -> Case:
        spec = _text("rise", _with(baseline, "baseline", settings))
        return Case(spec, _starting(rise, baseline, **values), brief=baseline == FILE, probed=False)

    return [
        case({}, "zero"),
        case({"masks": 300, "cells": 3, "p": 0.3, "seed": 5}, FILE, count=300, cells=3, keep=0.3, seed=5),
        case({"masks": 50, "cells": 2, "p": 0.75, "seed": 123456789}, colours, count=50, cells=2, keep=0.75,
             seed=123456789),
    ]
