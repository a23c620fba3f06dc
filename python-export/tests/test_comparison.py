"""check_gradlens.py's judgement, with a stand-in for the launcher."""

import json
import re
import stat

import numpy as np
import pytest

from gradlens_export import comparison
from gradlens_export.errors import ExportError
from gradlens_export.reference_files import Reference

GRADIENT = np.arange(1, 13, dtype=np.float32).reshape(2, 6)


def judged(folder, gradient=GRADIENT, scores=(1.5, 2.5), targets=(0, 1), **more):
    """compare() on a folder as `gradlens explain` would write it, rows in reverse order."""
    np.save(folder / "gradient.npy", gradient)
    rows = [{"row": row, "score": scores[row], "target": targets[row], **more} for row in (1, 0)]
    (folder / "results.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return comparison.compare(Reference(GRADIENT, np.array([0, 1]), np.array([1.5, 2.5])), folder)


def test_equal_passes(tmp_path):
    assert judged(tmp_path).passed


@pytest.mark.parametrize(
    "change, text",
    [
        ({"gradient": GRADIENT * 1.002}, "gradient 2.0e-03"),
        ({"gradient": GRADIENT * np.nan}, "gradient inf"),
        ({"gradient": GRADIENT[:1]}, r"gradient \(1, 6\)"),
        ({"scores": (1.5, 2.501)}, "score 4.0e-04"),
        ({"targets": (0, 2)}, r"targets \[0, 2\]"),
        ({"error": "no rule"}, "2 examples failed, the first: no rule"),
    ],
)
def test_differences_fail(tmp_path, change, text):
    verdict = judged(tmp_path, **change)
    assert not verdict.passed
    assert re.search(text, verdict.text)


def test_launcher_that_fails_is_quoted(tmp_path):
    launcher = tmp_path / "launcher"
    launcher.write_text("#!/bin/sh\necho 'no rule for While' >&2\nexit 2\n", encoding="utf-8")
    launcher.chmod(launcher.stat().st_mode | stat.S_IXUSR)
    (tmp_path / "meta.json").write_text('{"score": [1.0]}', encoding="utf-8")
    np.save(tmp_path / "gradient.npy", GRADIENT)
    np.save(tmp_path / "target.npy", np.array([0]))
    assert comparison.check(launcher, tmp_path, tmp_path).text == "exit code 2: no rule for While"


def test_launcher_that_is_absent_is_said(tmp_path):
    (tmp_path / "meta.json").write_text('{"score": [1.0]}', encoding="utf-8")
    np.save(tmp_path / "gradient.npy", GRADIENT)
    np.save(tmp_path / "target.npy", np.array([0]))
    with pytest.raises(ExportError, match="cannot be started"):
        comparison.check(tmp_path / "absent", tmp_path, tmp_path)
