"""The benchmark network in ONNX Runtime: inference."""

import common

chosen = common.options(("inference",), ("all optimisations",))

import onnxruntime as ort  # noqa: E402

options = ort.SessionOptions()
options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
options.intra_op_num_threads = chosen.threads
options.inter_op_num_threads = 1
options.add_session_config_entry("session.set_denormal_as_zero", "1")
session = ort.InferenceSession(str(chosen.model), options, providers=["CPUExecutionProvider"])
beats = [
    (values[:, None, :], labels) for values, labels in common.batches(chosen.input, chosen.batch)
]
durations = common.measure(
    lambda values, _: session.run(None, {"beats": values}), beats, chosen.seconds
)
common.report(**common.steps(durations, chosen.batch), version=ort.__version__)
