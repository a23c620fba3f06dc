"""XRAI's ranking (Kapishnikov 2019, algorithm 1) on masks of the whole image, in float64."""

import numpy as np


def regions(label_maps, radius: int) -> list[np.ndarray]:
    """A mask for every label of every map, ascending, widened by a disk of that radius."""
    return [widened(labels == label, radius) for labels in label_maps for label in np.unique(labels)]


def widened(mask, radius: int) -> np.ndarray:
    """Every pixel with a pixel of the mask at dx² + dy² ≤ radius²."""
    height, width = mask.shape
    padded = np.pad(mask, radius)
    out = np.zeros_like(mask)
    for dy in range(-radius, radius + 1):
        for dx in range(-radius, radius + 1):
            if dx * dx + dy * dy <= radius * radius:
                out |= padded[radius + dy : radius + dy + height, radius + dx : radius + dx + width]
    return out


def ranked(attribution, masks, least: int) -> np.ndarray:
    """The map: regions added by their mean outside the mask so far, the first of equals; the rest its own mean."""
    attribution = np.asarray(attribution, np.float64)
    covered = np.zeros(attribution.shape, bool)
    out = np.zeros(attribution.shape)
    left = list(masks)
    while True:
        left = [mask for mask in left if (mask & ~covered).sum() >= least]
        if not left:
            break
        means = [attribution[mask & ~covered].mean() for mask in left]
        best = int(np.argmax(means))
        new = left[best] & ~covered
        out[new] = means[best]
        covered |= new
        del left[best]
    if not covered.all():
        out[~covered] = attribution[~covered].mean()
    return out


def cases() -> dict[str, np.ndarray]:
    """Attributions, label maps, [radius, least] and the map of each case, by CASE.PART."""
    draw = np.random.default_rng(7)
    smooth = draw.normal(size=(24, 30)).cumsum(axis=0).cumsum(axis=1)
    blocks = np.stack([np.add.outer(np.arange(24) // step * 100, np.arange(30) // step) for step in (3, 7, 11)])
    steps = np.add.outer(np.arange(12) // 4, np.arange(16) // 4) % 3
    halves = np.stack([np.repeat([[-5, 9]], 12, axis=0).repeat(8, axis=1)] * 2)
    noise = draw.normal(size=(18, 18))
    given = {
        "blocks": (smooth - smooth.mean(), blocks, 2, 6),
        "blocks-not-widened": (smooth - smooth.mean(), blocks, 0, 1),
        # equal means: of two maps that are the same, and of blocks that hold the same values
        "ties": (steps.astype(float), np.concatenate([halves, blocks[:2, :12, :16]]), 0, 1),
        "negative": (-np.abs(noise), blocks[:1, :18, :18], 1, 4),
        "scattered-labels": (noise, draw.integers(-3, 4, size=(2, 18, 18)) * 10**8, 1, 20),
        "nothing-is-large-enough": (noise, blocks[:1, :18, :18], 0, 50),
        "wider-than-the-image": (noise, blocks[1:, :18, :18], 30, 1),
    }
    out = {}
    for name, (attribution, labels, radius, least) in given.items():
        attribution = attribution.astype(np.float32)
        out[f"{name}.attribution"] = attribution
        out[f"{name}.labels"] = labels.astype(np.int32)
        out[f"{name}.settings"] = np.array([radius, least], np.int32)
        out[f"{name}.map"] = ranked(attribution, regions(labels, radius), least)
    return out
