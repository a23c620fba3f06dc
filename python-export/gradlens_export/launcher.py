"""Run GradLens's command line."""

import subprocess
from pathlib import Path

from .errors import ExportError


def gradlens(launcher: Path, *arguments: object, timeout: float = 900) -> str:
    """What a command printed; its failure is an ExportError with its own line."""
    words = [str(launcher), *map(str, arguments)]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=timeout, check=False)
    except OSError as error:
        raise ExportError(f"{launcher} cannot be started ({error}); build GradLens and give its launcher") from error
    except subprocess.TimeoutExpired as error:
        raise ExportError(f"no answer from gradlens {arguments[0]} after {timeout:.0f} s") from error
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise ExportError(f"gradlens {arguments[0]}: exit code {done.returncode}: {lines[-1] if lines else 'no message'}")
    return done.stdout
