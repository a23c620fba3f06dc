"""The UCI wine data (178 wines, 13 measurements, 3 cultivars) that ship with scikit-learn."""

import numpy as np
from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split

from .digits import Split

SPLIT_SEED = 0
FEATURES = list(load_wine().feature_names)
LABELS = [str(name) for name in load_wine().target_names]


def load() -> Split:
    """142 training and 36 held-out wines in original units, [N, 13] float32, stratified by class."""
    data = load_wine()
    train_x, test_x, train_y, test_y = train_test_split(
        data.data.astype(np.float32),
        data.target,
        test_size=0.2,
        stratify=data.target,
        random_state=SPLIT_SEED,
    )
    return Split(train_x, train_y, test_x, test_y)
