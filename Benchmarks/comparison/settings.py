"""The settings of the peers that are worth a try, by program and task; the first is taken.

The order is what `compare --tune` found on a two-core AMD EPYC with AVX-512; `--tune` measures all
of them and takes the fastest.
"""

SETTINGS = {
    ("keras_network", "training"): (
        "train_on_batch", "train_on_batch, XLA", "function", "function, XLA",
    ),
    ("keras_network", "inference"): ("function", "function, XLA"),
    ("torch_network", "training"): (
        "eager, channels-last", "eager", "compile", "compile, channels-last",
        "compile, max-autotune", "compile, max-autotune, channels-last",
    ),
    ("torch_network", "inference"): (
        "compile, channels-last", "compile", "compile, max-autotune", "compile, freezing",
        "compile, freezing, channels-last", "eager", "eager, channels-last",
    ),
    ("onnx_network", "inference"): ("all optimisations",),
    ("detectors", "sleepecg"): ("",),
    ("detectors", "neurokit2"): ("",),
    ("detectors", "xqrs"): ("",),
    ("pandas_csv", "read"): ("pyarrow", "C parser"),
    ("polars_csv", "read"): ("read_csv", "scan_csv"),
}


def settings(program, task, tune):
    """All settings to try, or the one to take."""
    known = SETTINGS[program, task]
    return known if tune else known[:1]
