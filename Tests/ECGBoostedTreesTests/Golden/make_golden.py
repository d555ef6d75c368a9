"""Writes lightgbm.json and scikit.json: what LightGBM and scikit-learn learn from our examples.

    pip install lightgbm==4.7.0 scikit-learn==1.9.1
    python make_golden.py

The examples follow from a formula in whole numbers, the same as in Examples.swift, so that the files
hold answers only. Features are above 0: LightGBM gives zero a bin of its own.
"""

import json
from pathlib import Path

import lightgbm
import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import log_loss

FOLDER = Path(__file__).parent


def examples(seed, count, features, levels, classes):
    """Features count x features, labels and weights in quarters."""
    state = seed
    def draw(below):
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (state >> 33) % below
    rows, labels, weights = [], [], []
    for _ in range(count):
        row = [1 + draw(levels) for _ in range(features)]
        signal = 3 * row[0] + 2 * row[1] * row[2] // levels + abs(row[3] - row[1]) + draw(levels)
        rows.append(row)
        labels.append(min(classes - 1, max(0, signal - levels) * classes // (4 * levels)))
        weights.append(1 + draw(8))
    return np.array(rows, float), np.array(labels), np.array(weights) / 4


def lightgbm_case(name, count, features, levels, classes, weighted, rounds, rate, leaves, least, l2,
                  bins, shown, explained, missing=None):
    x, y, w = examples(len(name), count + shown, features, levels, classes)
    if missing is not None:  # The class gives its examples to the one below.
        y[y == missing] -= 1
    data = lightgbm.Dataset(x[:count], y[:count], weight=w[:count] if weighted else None)
    parameters = dict(
        objective="multiclass", num_class=classes, learning_rate=rate, num_leaves=leaves,
        min_data_in_leaf=least, min_sum_hessian_in_leaf=1e-3, lambda_l2=l2,
        # One bin is LightGBM's for zero.
        max_bin=bins + 1, min_data_in_bin=1, feature_pre_filter=False, enable_bundle=False,
        boost_from_average=True, deterministic=True, force_row_wise=True, num_threads=1, verbose=-1)
    booster = lightgbm.train(parameters, data, rounds)
    scores = booster.predict(x, raw_score=True)
    pick = np.r_[0:shown, count:count + shown]
    contributions = booster.predict(x[count:count + max(1, explained)], pred_contrib=True)
    return dict(
        name=name, seed=len(name), count=count, features=features, levels=levels, classes=classes,
        weighted=weighted, missing=missing, rounds=rounds, rate=rate, leaves=leaves,
        # LightGBM estimates the examples in a leaf; 0 turns that off. In the single round of the case
        # that has a least number, all second derivatives are equal and the estimate is right.
        least=max(1, least), l2=l2, bins=bins, shown=shown,
        # The first of the training examples, then as many new ones.
        scores=[float(f"{value:.7g}") for value in scores[pick].flatten()],
        # For each of the first new ones and each class: features, then the base.
        contributions=[float(f"{value:.7g}") for value in contributions[:explained].flatten()],
        gains=[float(f"{value:.7g}") for value in booster.feature_importance("gain")])


def scikit_case(name, count, classes, rounds):
    levels, features = 4096, 6
    x, y, _ = examples(len(name), 2 * count, features, levels, classes)
    model = HistGradientBoostingClassifier(
        max_iter=rounds, learning_rate=0.1, max_leaf_nodes=8, min_samples_leaf=20,
        l2_regularization=1, max_bins=63, early_stopping=False, random_state=0)
    model.fit(x[:count], y[:count])
    loss = log_loss(y[count:], model.predict_proba(x[count:]), labels=range(classes))
    prior = log_loss(y[count:], np.tile(np.bincount(y[:count]) / count, (count, 1)),
                     labels=range(classes))
    return dict(name=name, seed=len(name), count=count, features=features, levels=levels,
                classes=classes, rounds=rounds, loss=loss, priorLoss=prior)


def write(name, **content):
    (FOLDER / name).write_text(json.dumps(content, separators=(",", ":")) + "\n")


# Without l2 every split gains something. With it, there must be so many examples that each feature
# gains in each leaf: below one where it does not, LightGBM tries it no more.
write("lightgbm.json", version=lightgbm.__version__, cases=[
    lightgbm_case("three classes", 2000, 5, 12, 3, False, 20, 0.1, 8, 0, 1, 62, 40, 6),
    lightgbm_case("weights", 2000, 5, 10, 4, True, 15, 0.06, 6, 0, 5, 62, 40, 0),
    lightgbm_case("two", 500, 4, 16, 2, False, 30, 0.2, 4, 0, 0, 62, 40, 8),
    lightgbm_case("least examples in a leaf", 600, 5, 12, 3, False, 1, 0.5, 8, 40, 1, 62, 40, 4),
    lightgbm_case("more values than bins", 2000, 4, 5000, 3, False, 10, 0.1, 8, 0, 1, 16, 40, 4),
    lightgbm_case("class without examples", 2000, 4, 12, 4, False, 10, 0.1, 8, 0, 1, 62, 20, 0, 2),
    lightgbm_case("leaves, many", 2000, 5, 20, 3, False, 10, 0.1, 31, 0, 0, 62, 40, 3),
])
write("scikit.json", version=sklearn.__version__, cases=[
    scikit_case("five classes", 3000, 5, 60),
    scikit_case("two classes", 3000, 2, 60),
])
