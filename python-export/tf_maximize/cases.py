"""Calls of `gradlens maximize`, one row a call."""

from dataclasses import dataclass

STEPS = 12


@dataclass(frozen=True)
class Case:
    """One call. Models are folders of savedmodels/ or networks; `mean` and `direction` name what is drawn for it."""

    model: str
    targets: tuple[str, ...]
    parametrisation: str = "pixels"
    optimiser: str = "adam"
    rate: float = 0.02
    l2: float = 0.0
    mean: bool = False
    tv: float = 0.0
    prior: str | None = None
    prior_weight: float = 0.0
    generator: str | None = None
    minimize: bool = False
    preprocess: str = "unit"
    spectrum: bool = False
    count: int = 1
    diversity: float = 0.0
    diversity_at: str = "conv2"

    @property
    def label(self) -> str:
        parts = [self.model, *self.targets, self.generator or self.parametrisation]
        parts += [word for word in ("mean", "minimize", "spectrum") if getattr(self, word)]
        parts += [f"{key} {getattr(self, key)}" for key in ("l2", "tv", "diversity") if getattr(self, key)]
        parts += [self.prior] if self.prior else []
        parts += [self.optimiser] if self.optimiser != "adam" else []
        parts += [self.preprocess] if self.preprocess != "unit" else []
        return " ".join(parts)


CASES = (
    Case("mnist-mlp", ("3", "7"), l2=0.05),
    Case("mnist-cnn", ("0",), l2=0.1, mean=True, tv=0.01),
    Case("mnist-mlp", ("5",), l2=0.02, mean=True, minimize=True),
    Case("mnist-cnn", ("2", "conv2", "conv3:5", "conv1:7,9,3", "conv4:direction.npy"), tv=0.02),
    Case("mnist-mlp", ("4", "9"), prior="mnist-expert", prior_weight=0.1),
    Case("mnist-mlp", ("1",), prior="denoiser", prior_weight=1.5, l2=0.01),
    Case("mnist-mlp", ("1",), prior="energy", prior_weight=2.0),
    Case("mnist-cnn", ("6", "8"), generator="mnist-generator", rate=0.05, l2=0.3),
    Case("mnist-mlp", ("6",), generator="mnist-generator", rate=0.05, l2=0.3, mean=True, tv=0.01, prior="mnist-expert", prior_weight=0.01),
    Case("mnist-cnn", ("3",), parametrisation="fourier", l2=0.01),
    Case("mnist-cnn", ("3",), parametrisation="phase"),
    Case("mnist-cnn", ("8",), parametrisation="phase", optimiser="nadam", rate=0.1, spectrum=True),
    Case("colour", ("2", "conv2:4"), parametrisation="fourier", preprocess="caffe", tv=0.001),
    Case("colour", ("4",), parametrisation="phase", preprocess="raw", spectrum=True),
    Case("colour", ("0",), parametrisation="phase", preprocess="caffe", spectrum=True),
    Case("mnist-cnn", ("2",), count=3, diversity=100.0),
    Case("mnist-mlp", ("2",), optimiser="momentum", rate=0.005, l2=0.1),
    Case("mnist-mlp", ("2",), optimiser="rmsprop", rate=0.05, l2=0.1),
    Case("mnist-mlp", ("2",), optimiser="adagrad", l2=0.1),
    Case("mnist-mlp", ("2",), optimiser="gradient", rate=0.01, l2=0.1),
)
