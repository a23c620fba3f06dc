"""Label maps of scikit-image: felzenszwalb and slic of small images, and of photos as XRAI sees them."""

from pathlib import Path

import numpy as np
from skimage import color, data, segmentation

from gradlens_export.errors import ExportError

SCALES = (50, 100, 150, 250, 500, 1200)
SIGMA = 0.8
SIDE = 224
PHOTOS = ("chelsea.png", "coffee.png", "astronaut.png", "rocket.jpg", "grace_hopper.png")


def felzenszwalb(image, scale: float, least: int) -> np.ndarray:
    return segmentation.felzenszwalb(image, scale=scale, sigma=SIGMA, min_size=least, channel_axis=-1)


def slic(image, count: int) -> np.ndarray:
    """Grey images as three equal channels, so that compactness means the same."""
    rgb = color.gray2rgb(image[..., 0]) if image.shape[-1] == 1 else image
    return segmentation.slic(rgb, n_segments=count, compactness=10, start_label=0)


def small_images() -> dict[str, np.ndarray]:
    """uint8 images: three photos without rights reserved (CC0, CC0, NASA), and what photos do not have."""
    draw = np.random.default_rng(3)
    patches = np.zeros((40, 60, 3), np.uint8)
    for level, (y, x) in enumerate([(0, 0), (10, 12), (5, 30), (25, 40), (22, 3)]):
        patches[y : y + 14, x : x + 18] = [40 * level, 250 - 50 * level, 30 + 7 * level]
    strip = draw.integers(0, 9, size=(3, 80, 1)).cumsum(axis=1) % 256
    return {
        "chelsea": data.chelsea()[::3, ::4],
        "coffee": data.coffee()[::4, ::4],
        "grey": (255 * color.rgb2gray(data.astronaut()[::4, ::4])).astype(np.uint8)[..., None],
        "patches": patches,
        "strip": strip.astype(np.uint8),
        "column": strip.transpose(1, 0, 2).astype(np.uint8),
        "tiny": draw.integers(0, 256, size=(5, 4, 3)).astype(np.uint8),
        "flat": np.full((20, 21, 3), 77, np.uint8),
    }


def small_cases() -> dict[str, np.ndarray]:
    """The images, and label maps by IMAGE.felzenszwalb.SCALE.LEAST and IMAGE.slic.COUNT."""
    out = {}
    for name, image in small_images().items():
        out[f"{name}.image"] = image
        unit = image / 255.0
        for scale, least in ((50, 20), (100, 150), (250, 20), (1200, 150)):
            out[f"{name}.felzenszwalb.{scale}.{least}"] = felzenszwalb(unit, scale, least).astype(np.int32)
        for count in (1, 12, 60):
            out[f"{name}.slic.{count}"] = slic(unit, count).astype(np.int32)
    return out


def photo_cases(folder: Path) -> dict[str, np.ndarray]:
    """Five photos at 224 × 224 in [−1, 1], bilinear and antialiased, and their label maps by the same keys."""
    import tensorflow as tf  # late: the small cases do without it
    from PIL import Image

    out = {}
    for file in PHOTOS:
        if not (folder / file).is_file():
            raise ExportError(f"no photo {folder / file}; give the folder of {', '.join(PHOTOS)} with --photos")
        pixels = np.asarray(Image.open(folder / file).convert("RGB"), np.float32)
        scaled = 2 * (pixels - pixels.min()) / (pixels.max() - pixels.min()) - 1
        image = tf.image.resize(scaled, (SIDE, SIDE), antialias=True).numpy()
        name = Path(file).stem
        out[f"{name}.image"] = image
        for scale in SCALES:
            labels = felzenszwalb(image.astype(np.float64), scale, 150)
            out[f"{name}.felzenszwalb.{scale}.150"] = labels.astype(np.int32)
        for count in (25, 50, 100, 300):
            out[f"{name}.slic.{count}"] = slic((image.astype(np.float64) + 1) / 2, count).astype(np.int32)
    return out
