"""Run an exported model by programs that know nothing of GradLens."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import tensorflow as tf
from tensorflow.core.protobuf import saved_model_pb2

from .errors import ExportError

_SOURCES = Path(__file__).resolve().parent.parent / "stock"


def signature_defs(model: Path) -> dict:
    """The signatures of a model as its message has them."""
    message = saved_model_pb2.SavedModel()
    message.ParseFromString((model / "saved_model.pb").read_bytes())
    return dict(message.meta_graphs[0].signature_def)


def _run(what: str, command: list, environment: dict | None = None) -> str:
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=600, check=False, env=environment)
    if done.returncode:
        raise ExportError(f"{what} failed with exit code {done.returncode}: {(done.stderr or done.stdout).strip()[-2000:]}")
    return done.stdout


def _cli() -> Path:
    return Path(sys.executable).parent / "saved_model_cli"


def cli_show(model: Path) -> str:
    """What `saved_model_cli show --all` prints."""
    return _run("saved_model_cli show", [_cli(), "show", "--dir", model, "--all"])


def cli_run(model: Path, signature: str, name: str, x: np.ndarray, scratch: Path) -> dict[str, np.ndarray]:
    """The outputs of `saved_model_cli run`."""
    np.save(scratch / "x.npy", x)
    out = scratch / "cli"
    command = [_cli(), "run", "--dir", model, "--tag_set", "serve", "--signature_def", signature]
    command += ["--inputs", f"{name}={scratch / 'x.npy'}", "--outdir", out, "--overwrite"]
    _run("saved_model_cli run", command)
    return {file.stem: np.load(file, allow_pickle=True) for file in out.glob("*.npy")}


def java(model: Path, signature: str, name: str, x: np.ndarray, output: str, jars: str, scratch: Path) -> np.ndarray:
    """An output by TensorFlow Java's SavedModelBundle."""
    source, result = scratch / "x.f32", scratch / "java.f32"
    x.astype("<f4").tofile(source)
    home = os.environ.get("JAVA_HOME")
    program = Path(home) / "bin" / "java" if home else "java"
    dims = ",".join(map(str, x.shape))
    command = [program, "-cp", jars, _SOURCES / "Stock.java", model, signature, name, source, dims, output, result]
    _run("TensorFlow Java", command)
    return np.fromfile(result, dtype="<f4")


def c(model: Path, signature: str, name: str, x: np.ndarray, output: str, scratch: Path) -> float:
    """The sum of an output by TensorFlow's C library, as the Python wheel has it."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise ExportError("no C compiler; install one (apt-get install gcc libc6-dev)")
    wheel = Path(tf.__file__).parent
    program = scratch / "stock"
    libraries = ["-l:libtensorflow_cc.so.2", "-l:libtensorflow_framework.so.2"]
    command = [compiler, "-O1", "-Wall", "-I", wheel / "include", _SOURCES / "stock.c", "-o", program]
    _run("the C compiler", [*command, f"-L{wheel}", f"-Wl,-rpath,{wheel}", *libraries])
    definition = signature_defs(model)[signature]
    feed, fetch = definition.inputs[name].name, definition.outputs[output].name
    x.astype("<f4").tofile(scratch / "x.f32")
    command = [program, model, feed.split(":")[0], scratch / "x.f32", *fetch.split(":"), *x.shape]
    return float(_run("the C program", command))
