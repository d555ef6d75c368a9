"""What every peer does alike: options, beats, timing, and the one line of JSON at the end.

This module is imported before the peer's library: it sets the number of threads in the environment,
where libraries look for it when they are loaded.
"""

import argparse
import gc
import json
import os
import statistics
import sys
import time
from pathlib import Path

SAMPLES = 187
CLASSES = 5
CONVOLUTIONS = ((64, 5), (128, 5), (256, 3))
LEARNING_RATE = 1e-3


def options(tasks, words=()):
    """Reads the command line and sets the environment's numbers of threads.

    A setting is a list of `words`, such as "compile, channels-last".
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("task", choices=tasks)
    parser.add_argument("input", type=Path, help="the folder of beats, or the CSV file")
    parser.add_argument("--model", type=Path, help="the ONNX file")
    parser.add_argument("--output", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--setting", default="")
    chosen = parser.parse_args()
    chosen.words = set(filter(None, chosen.setting.split(", ")))
    if not chosen.words <= set(words):
        parser.error(f"--setting: expected words of {words}, found {chosen.setting}")
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ[f"{library}_NUM_THREADS"] = str(chosen.threads)
    os.environ["POLARS_MAX_THREADS"] = str(chosen.threads)
    return chosen


def load_beats(folder):
    """The beats as `N × 187` float32, and their classes."""
    import numpy

    values = numpy.fromfile(folder / "values.f32", dtype="<f4").reshape(-1, SAMPLES)
    labels = numpy.fromfile(folder / "labels.u8", dtype=numpy.uint8).astype(numpy.int64)
    return values, labels


def batches(folder, size):
    """Values and labels of batch after batch, without the beats that are left over."""
    values, labels = load_beats(folder)
    return [
        (values[start : start + size].copy(), labels[start : start + size].copy())
        for start in range(0, len(labels) - size + 1, size)
    ]


def measure(step, inputs, seconds, warmup=4):
    """Calls `step` on each of `inputs` in turn and returns the seconds that each call took.

    The first `warmup` calls, and those of a fifth of the time after them, are not counted.
    """
    for index in range(warmup):
        step(*inputs[index % len(inputs)])
    gc.collect()
    gc.disable()
    settled = time.perf_counter() + seconds / 5
    while time.perf_counter() < settled:
        step(*inputs[0])
    durations = []
    start = last = time.perf_counter()
    while last - start < seconds:
        step(*inputs[len(durations) % len(inputs)])
        now = time.perf_counter()
        durations.append(now - last)
        last = now
    return durations


def steps(durations, batch):
    """What is reported of timed steps: beats a second over all, and the quantiles of a step."""
    ordered = sorted(durations)
    return {
        "rate": batch * len(ordered) / sum(ordered),
        "p50": statistics.median(ordered),
        "p99": ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))],
        "steps": len(ordered),
    }


def times(work, repeats=3):
    """Seconds that `work` takes, each of `repeats` times after one that is not counted."""
    work()
    durations = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = work()
        durations.append(time.perf_counter() - start)
        del result
    return {"seconds": statistics.median(durations)}


def report(**figures):
    """Prints the figures as one line of JSON."""
    sys.stdout.flush()
    print(json.dumps(figures))
