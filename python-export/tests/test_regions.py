"""Regions and their ranking, worked by hand; and that the Java tests compare with what these modules give now."""

import numpy as np
import pytest
from numpy_regions import segments, xrai
from write_regions import RANKED, SEGMENTS


def test_disk_reaches_as_far_along_the_axes_as_it_says():
    mask = np.zeros((9, 11), bool)
    mask[4, 5] = True
    y, x = np.mgrid[:9, :11]
    for radius in (0, 1, 2, 3, 20):
        np.testing.assert_array_equal(xrai.widened(mask, radius), (y - 4) ** 2 + (x - 5) ** 2 <= radius**2)


def test_every_label_of_every_map_is_a_region_in_ascending_order():
    maps = np.array([[[5, 5, -1]], [[0, 2, 1]]])
    found = [mask.tolist() for mask in xrai.regions(maps, 0)]
    ones = [[0, 0, 1], [1, 1, 0], [1, 0, 0], [0, 0, 1], [0, 1, 0]]
    assert found == [[[bool(one) for one in row]] for row in ones]


def test_best_mean_of_what_is_not_yet_covered_is_added():
    attribution = [[9, 1, 1, 1, 7, 2]]
    long, pair, first = (np.isin(np.arange(6), which)[None] for which in ([1, 2, 3, 4], [0, 1], [0]))
    np.testing.assert_allclose(xrai.ranked(attribution, [long, pair], 2), [[5, 5, 3, 3, 3, 2]])
    np.testing.assert_allclose(xrai.ranked(attribution, [long, pair, first], 1), [[9, 2.5, 2.5, 2.5, 2.5, 2]])
    np.testing.assert_allclose(xrai.ranked(attribution, [first], 2), np.full((1, 6), 3.5))


def test_map_sums_to_the_attribution():
    draw = np.random.default_rng(1)
    attribution = draw.normal(size=(20, 25))
    masks = xrai.regions(draw.integers(0, 9, size=(2, 20, 25)), 1)
    found = xrai.ranked(attribution, masks, 10)
    assert len(np.unique(found)) > 3
    assert found.sum() == pytest.approx(attribution.sum())


@pytest.mark.parametrize("file, cases", [(SEGMENTS, segments.small_cases), (RANKED, xrai.cases)])
def test_java_tests_compare_with_this(file, cases):
    expected = cases()
    with np.load(file) as committed:
        assert sorted(committed.files) == sorted(expected)
        for key, value in expected.items():
            assert committed[key].dtype == value.dtype
            np.testing.assert_allclose(committed[key], value, rtol=1e-12, err_msg=f"{key}; run write_regions.py")
