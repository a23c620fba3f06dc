"""The keras.applications networks on which GradLens's gradient is checked."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """An architecture, the Keras that exports it, its input size, and whether the quick check has it."""

    name: str
    keras: int
    size: int
    quick: bool

    @property
    def label(self) -> str:
        """For example ResNet50-keras3."""
        return f"{self.name}-keras{self.keras}"


def _both(name: str, size: int = 64, quick: bool = False) -> list[Case]:
    return [Case(name, keras, size, quick) for keras in (3, 2)]


CASES = [
    *_both("ResNet50", quick=True),
    *_both("DenseNet121", quick=True),
    *_both("EfficientNetB0", quick=True),
    *_both("MobileNetV3Small", quick=True),
    *_both("ResNet50V2"),
    *_both("Xception", size=71),
    *_both("InceptionV3", size=75),
    *_both("ConvNeXtTiny"),
    *_both("VGG16"),
]
