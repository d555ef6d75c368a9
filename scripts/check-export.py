"""Compares an exported model with what the program itself says; called by check-export.

    python check-export.py FOLDER    model.onnx, model.py, model.safetensors, beats.csv, ours.json
"""

import importlib.util
import json
import os
import statistics
import sys
import time
import warnings

import numpy
import onnx
import onnxruntime
import torch

warnings.filterwarnings("ignore")
folder = sys.argv[1]
path = lambda name: os.path.join(folder, name)
TOLERANCE = 1e-5
ROUNDS = 15
failed = False


def check(what, holds):
    global failed
    failed = failed or not holds
    print(f"  {what}: {'ok' if holds else 'NOT AS IT SHOULD BE'}")


def session(file):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


model = onnx.load(path("model.onnx"))
onnx.checker.check_model(model, full_check=True)
check(f"onnx.checker, operators {model.opset_import[0].version}, {len(model.graph.node)} nodes", True)

facts = {entry.key: entry.value for entry in model.metadata_props}
classes = facts["classes"].split(",")
with open(path("ours.json")) as file:
    answers = json.load(file)["beats"]
ours = numpy.array([[beat["probabilities"][name] for name in classes] for beat in answers])
length = int(facts["samples_per_beat"])
beats = numpy.loadtxt(path("beats.csv"), delimiter=",", dtype=numpy.float32, usecols=range(length))
beats = beats.reshape(-1, 1, length)


def compare(what, theirs):
    difference = numpy.abs(theirs - ours).max()
    same = (theirs.argmax(1) == ours.argmax(1)).sum()
    check(
        f"{what}: {len(ours)} beats, largest difference {difference:.1e}, {same} classes equal",
        difference <= TOLERANCE and same == len(ours),
    )


run = session(path("model.onnx"))
compare(f"ONNX Runtime {onnxruntime.__version__}", run.run(None, {"beats": beats})[0])

spec = importlib.util.spec_from_file_location("model", path("model.py"))
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
torch_model = module.load()
with torch.no_grad():
    compare(f"PyTorch {torch.__version__}", torch_model(torch.from_numpy(beats)).numpy())

# The same network, as PyTorch's exporter writes it: the peer to be no slower than. One thread, in turn.
torch.onnx.export(
    torch_model, (torch.from_numpy(beats[:2]),), path("peer.onnx"), input_names=["beats"],
    output_names=["probabilities"], dynamic_axes={"beats": {0: "N"}, "probabilities": {0: "N"}},
    dynamo=False, opset_version=17,
)
peer = session(path("peer.onnx"))
for count in [1, 256]:
    times = {"ours": [], "peer": []}
    repeats = max(1, 512 // count)
    for _ in range(ROUNDS):
        for name, runner in [("ours", run), ("peer", peer)]:
            begin = time.perf_counter()
            for _ in range(repeats):
                runner.run(None, {"beats": beats[:count]})
            times[name].append((time.perf_counter() - begin) / repeats / count * 1e6)
    mine, theirs = (statistics.median(times[name]) for name in ["ours", "peer"])
    ratio = statistics.median(a / b for a, b in zip(times["ours"], times["peer"]))
    # Within what two measurements of the same differ by.
    check(
        f"ONNX Runtime, {count} at once, one thread: {mine:.1f} us a beat, as PyTorch exports it "
        f"{theirs:.1f} us, {ratio:.3f} times that (medians of {ROUNDS} rounds in turn)",
        ratio <= 1.05,
    )
sys.exit(failed)
