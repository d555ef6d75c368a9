"""Compares a package of Core ML with what the program itself says; called by check-coreml.

    python check-coreml.py FOLDER …    model.mlpackage, model.py, model.safetensors, beats.csv, ours.json in each

Nothing here is Apple's runtime, which Linux does not have: coremltools reads the package and infers the type of
every operation, and the program is computed in NumPy, operation after operation, by MIL's definitions
(https://apple.github.io/coremltools/source/coremltools.converters.mil.mil.ops.defs.html).
"""

import contextlib
import importlib.util
import io
import json
import logging
import os
import sys
import warnings

import numpy
import safetensors.numpy
import torch

logging.disable(logging.WARNING)
warnings.filterwarnings("ignore")
import coremltools
from coremltools.converters.mil.frontend.milproto.load import load as load_program
from coremltools.libmilstoragepython import _BlobStorageReader as BlobReader

from mil_operations import DEFINITIONS

TOLERANCE = 1e-5
failed = False


def check(what, holds):
    global failed
    failed = failed or not holds
    print(f"  {what}: {'ok' if holds else 'NOT AS IT SHOULD BE'}")


TYPES = {1: bool, 2: str, 11: numpy.float32, 23: numpy.int32}


def sizes(kind):
    """The shape of a type; None is the number of beats."""
    return [
        d.constant.size if d.WhichOneof("dimension") == "constant" else None
        for d in kind.tensorType.dimensions
    ]


def constant(value, reader):
    tensor = value.type.tensorType
    shape = sizes(value.type)
    if value.WhichOneof("value") == "blobFileValue":
        return numpy.array(reader.read_float_data(value.blobFileValue.offset)).reshape(shape)
    content = value.immediateValue.tensor
    numbers = list(getattr(content, content.WhichOneof("value")).values)
    if not shape:
        return TYPES[tensor.dataType](numbers[0])
    return numpy.array(numbers, TYPES[tensor.dataType]).reshape(shape)


class Package:
    """A package as coremltools reads it."""

    def __init__(self, package):
        self.model = coremltools.models.MLModel(package, skip_model_load=True)
        self.spec = self.model.get_spec()
        self.weights = os.path.join(package, "Data/com.apple.CoreML/weights")
        reader = BlobReader(os.path.join(self.weights, "weight.bin"))
        function = self.spec.mlProgram.functions["main"]
        self.operations = function.block_specializations[function.opset].operations
        self.facts = dict(self.spec.description.metadata.userDefined)
        self.shapes = {o.name: sizes(o.type) for operation in self.operations for o in operation.outputs}
        self.constants = {
            o.outputs[0].name: constant(o.attributes["val"], reader)
            for o in self.operations if o.type == "const"
        }

    def program(self):
        """What coremltools makes of it, with types and shapes inferred anew."""
        return load_program(
            self.spec, specification_version=self.spec.specificationVersion, file_weights_dir=self.weights
        )

    def run(self, beats):
        """The probabilities."""
        values = {**self.constants, "beats": beats}
        for operation in self.operations:
            if operation.type == "const":
                continue
            arguments = {}
            for key, argument in operation.inputs.items():
                given = [values[binding.name] for binding in argument.arguments]
                arguments[key] = given if key == "values" else given[0]
            result = DEFINITIONS[operation.type](arguments)
            results = result if len(operation.outputs) > 1 else [result]
            for output, result in zip(operation.outputs, results):
                shape = self.shapes[output.name]
                assert len(shape) == result.ndim and all(
                    size in (None, found) for size, found in zip(shape, result.shape)
                ), f"{output.name}: expected {shape}, found {result.shape}"
                values[output.name] = result
        return values["probabilities"]


class Single(torch.nn.Module):
    """The module of one network, without the double precision of its end, which Core ML has not."""

    def __init__(self, module, temperature):
        super().__init__()
        self.scaling = module.scaling
        self.network = module.networks[0]
        self.temperature = temperature

    def forward(self, beats):
        return torch.softmax(self.network(self.scaling(beats)) / self.temperature, 1)


def check_shapes(package):
    inferred = {
        output.name: [n if isinstance(n, (int, numpy.integer)) else None for n in output.shape]
        for operation in package.program().functions["main"].operations
        for output in operation.outputs
    }
    wrong = [name for name, shape in package.shapes.items() if inferred[name] != shape]
    check(
        f"shapes as coremltools infers them, {len(inferred)} values" + " but for" * bool(wrong)
        + ",".join(f" {name}" for name in wrong[:5]), not wrong
    )


def check_weights(package, weights):
    known = set()
    for value in package.constants.values():
        if getattr(value, "dtype", None) == numpy.float32:
            known.add((value.shape, value.tobytes()))
            # What scales samples has axes for beats and channels there.
            known.add((value.squeeze().shape, value.tobytes()))
    missing = [name for name, value in weights.items() if (value.shape, value.tobytes()) not in known]
    # Of an LSTM gates are in another order there, and biases added.
    has_lstm = any(operation.type == "lstm" for operation in package.operations)
    check(
        f"weights, {len(weights)} tensors bit for bit those of the PyTorch file"
        + (f" but for {len(missing)} of an LSTM" if has_lstm else ""), has_lstm or not missing
    )


def check_probabilities(package, beats, ours):
    computed = numpy.concatenate([package.run(beats[i:i + 100]) for i in range(0, len(beats), 100)])
    difference = numpy.abs(computed - ours).max()
    same = (computed.argmax(1) == ours.argmax(1)).sum()
    check(
        f"the program computed in NumPy: {len(ours)} beats, largest difference {difference:.1e}, "
        f"{same} classes equal", difference <= TOLERANCE and same == len(ours),
    )


def listed(model):
    """The operations, with type and shapes of what they give."""
    function = model.get_spec().mlProgram.functions["main"]
    return [
        (o.type, o.outputs[0].type.tensorType.dataType, [sizes(output.type) for output in o.outputs])
        for o in function.block_specializations[function.opset].operations if o.type != "const"
    ]


def check_operations(package, module, beats):
    """Compares the operations with those that coremltools makes of the PyTorch file, both simplified by it."""
    settings = dict(
        inputs=[coremltools.TensorType(name="beats", shape=(coremltools.RangeDim(1, 4096), *beats.shape[1:]))],
        compute_precision=coremltools.precision.FLOAT32, skip_model_load=True,
        minimum_deployment_target=coremltools.target.iOS15, convert_to="mlprogram",
    )
    single = Single(module, float(package.facts["temperature"].split(",")[0])).eval()
    # What it says meanwhile is progress.
    with contextlib.redirect_stderr(io.StringIO()):
        traced = torch.jit.trace(single, torch.from_numpy(beats[:2]), check_trace=False)
        peer = listed(coremltools.convert(traced, source="pytorch", **settings))
        mine = listed(coremltools.convert(package.program(), source="milinternal", **settings))
    check(
        f"operation by operation as coremltools converts the PyTorch file, {len(mine)} and {len(peer)}",
        mine == peer,
    )


def examine(folder, comparing_operations):
    path = lambda name: os.path.join(folder, name)
    package = Package(path("model.mlpackage"))
    check(
        f"coremltools {coremltools.__version__} loads it: version {package.spec.specificationVersion}, "
        f"{sum(o.type != 'const' for o in package.operations)} operations",
        [i.name for i in package.spec.description.input] == ["beats"]
        and [o.name for o in package.spec.description.output] == ["probabilities"],
    )
    check_shapes(package)
    check_weights(package, safetensors.numpy.load_file(path("model.safetensors")))
    classes = package.facts["classes"].split(",")
    length = int(package.facts["samples_per_beat"])
    with open(path("ours.json")) as file:
        answers = json.load(file)["beats"]
    ours = numpy.array([[beat["probabilities"][name] for name in classes] for beat in answers])
    beats = numpy.loadtxt(path("beats.csv"), delimiter=",", dtype=numpy.float32, usecols=range(length))
    beats = beats.reshape(-1, 1, length)
    check_probabilities(package, beats, ours)
    loader = importlib.util.spec_from_file_location("model", path("model.py"))
    module = importlib.util.module_from_spec(loader)
    loader.loader.exec_module(module)
    module = module.load()
    # Recurrent layers and attention coremltools writes in other operations of the same meaning.
    is_plain = not {"lstm", "split", "matmul"} & {o.type for o in package.operations}
    if comparing_operations and is_plain and len(module.networks) == 1:
        check_operations(package, module, beats)


folders = sys.argv[1:]
for folder in folders:
    if len(folders) > 1:
        print(f"{os.path.basename(folder)}:")
    # A test of many layers is not one of coremltools' own converter.
    examine(folder, comparing_operations=len(folders) == 1)
if failed:
    sys.exit(1)
