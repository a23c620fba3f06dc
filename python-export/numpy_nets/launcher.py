"""Start GradLens."""

import subprocess
from pathlib import Path

from gradlens_export.errors import ExportError


def launch(launcher: Path, arguments: list[str], timeout: float) -> None:
    """Runs GradLens; examples that fail are left to who reads the results, all else that goes wrong is an error."""
    try:
        done = subprocess.run(
            [str(launcher), *arguments], capture_output=True, text=True, timeout=timeout, check=False
        )
    except OSError as error:
        raise ExportError(f"{launcher} cannot be started ({error}); build GradLens and give its launcher") from error
    except subprocess.TimeoutExpired as error:
        raise ExportError(f"{launcher}: no answer after {timeout:.0f} s") from error
    if done.returncode not in (0, 3):
        raise ExportError(f"{launcher}: exit code {done.returncode}: {(done.stderr or done.stdout).strip()}")
