"""Train, export and check TensorFlow SavedModels for GradLens.

Importing the package silences TensorFlow's start-up messages and chooses Keras 3's TensorFlow
backend; both must happen before TensorFlow itself is imported.
"""

import logging
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["KERAS_BACKEND"] = "tensorflow"
logging.getLogger("tensorflow").setLevel(logging.ERROR)

import absl.logging  # noqa: E402  (after the environment is set)

absl.logging.set_verbosity(absl.logging.ERROR)
