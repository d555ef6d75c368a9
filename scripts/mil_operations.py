"""What the operations of a Core ML program do, computed in NumPy, for check-coreml.py.

Written from the definitions of coremltools' documentation of MIL, for sequences `(N, C, L)` alone:
https://apple.github.io/coremltools/source/coremltools.converters.mil.mil.ops.defs.html. `DEFINITIONS` gives
each by its name: a function of the arguments by name.
"""

import math

import numpy


def windows(x, size, stride, pad, fill):
    x = numpy.pad(x, [(0, 0), (0, 0), tuple(pad)], constant_values=fill)
    return numpy.lib.stride_tricks.sliding_window_view(x, size, axis=2)[:, :, ::stride]


def conv(a):
    weight = a["weight"]
    dilation = a["dilations"][0]
    reach = (weight.shape[2] - 1) * dilation + 1
    view = windows(a["x"], reach, a["strides"][0], a["pad"], 0)[..., ::dilation]
    parts = zip(numpy.split(view, a["groups"], 1), numpy.split(weight, a["groups"], 0))
    y = numpy.concatenate([numpy.einsum("nclk,fck->nfl", v, w, optimize=True) for v, w in parts], 1)
    return y + a["bias"][:, None] if "bias" in a else y


def avg_pool(a):
    assert list(a["pad"]) == [0, 0] and not a["ceil_mode"]
    return windows(a["x"], a["kernel_sizes"][0], a["strides"][0], [0, 0], 0).mean(-1)


def max_pool(a):
    assert not a["ceil_mode"]
    return windows(a["x"], a["kernel_sizes"][0], a["strides"][0], a["pad"], -numpy.inf).max(-1)


def batch_norm(a):
    part = lambda name: a[name][:, None].astype(numpy.float64)
    return (a["x"] - part("mean")) / numpy.sqrt(part("variance") + a["epsilon"]) * part("gamma") + part("beta")


def layer_norm(a):
    centered = a["x"] - a["x"].mean(-1, keepdims=True)
    deviation = numpy.sqrt((centered**2).mean(-1, keepdims=True) + a["epsilon"])
    return centered / deviation * a["gamma"] + a["beta"]


def log_sum_exp(x, axis, keepdims):
    largest = x.max(axis, keepdims=True)
    y = numpy.log(numpy.exp(x - largest).sum(axis, keepdims=True)) + largest
    return y if keepdims else y.squeeze(axis)


def gelu(a):
    x = a["x"]
    if a["mode"] == "EXACT":
        return x * 0.5 * (1 + numpy.vectorize(math.erf)(x / math.sqrt(2)))
    return x * 0.5 * (1 + numpy.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


sigmoid = lambda x: 1 / (1 + numpy.exp(-x))


def lstm(a):
    directions = [""] + (["_back"] if a["direction"] == "bidirectional" else [])
    units = a["weight_hh"].shape[1]
    sequences, ends, cells = [], [], []
    for index, suffix in enumerate(directions):
        h = a["initial_h"][:, index * units:(index + 1) * units]
        c = a["initial_c"][:, index * units:(index + 1) * units]
        states = []
        for x in a["x"][:: -1 if suffix else 1]:
            gates = x @ a["weight_ih" + suffix].T + h @ a["weight_hh" + suffix].T + a["bias" + suffix]
            i, f, o, z = numpy.split(gates, 4, 1)
            c = sigmoid(f) * c + sigmoid(i) * numpy.tanh(z)
            h = sigmoid(o) * numpy.tanh(c)
            states.append(h)
        sequences.append(numpy.stack(states[:: -1 if suffix else 1]))
        ends.append(h)
        cells.append(c)
    y = numpy.concatenate(sequences, 2)
    return y if a["output_sequence"] else y[-1:], numpy.concatenate(ends, 1), numpy.concatenate(cells, 1)


def slice_by_size(a):
    ends = [n if s == -1 else b + s for b, s, n in zip(a["begin"], a["size"], a["x"].shape)]
    return a["x"][tuple(slice(b, e) for b, e in zip(a["begin"], ends))]


axes = lambda a: tuple(a["axes"])
DEFINITIONS = {
    "add": lambda a: a["x"] + a["y"],
    "sub": lambda a: a["x"] - a["y"],
    "mul": lambda a: a["x"] * a["y"],
    "real_div": lambda a: a["x"] / a["y"],
    "equal": lambda a: a["x"] == a["y"],
    "cast": lambda a: a["x"].astype({"fp32": numpy.float64}[a["dtype"]]),
    "sqrt": lambda a: numpy.sqrt(a["x"]),
    "relu": lambda a: numpy.maximum(a["x"], 0),
    "leaky_relu": lambda a: numpy.where(a["x"] >= 0, a["x"], a["alpha"] * a["x"]),
    "sigmoid": lambda a: sigmoid(a["x"]),
    "tanh": lambda a: numpy.tanh(a["x"]),
    "silu": lambda a: a["x"] * sigmoid(a["x"]),
    "gelu": gelu,
    "conv": conv,
    "avg_pool": avg_pool,
    "max_pool": max_pool,
    "batch_norm": batch_norm,
    "layer_norm": layer_norm,
    "lstm": lstm,
    "linear": lambda a: a["x"] @ a["weight"].T + a.get("bias", 0),
    "matmul": lambda a: a["x"] @ (numpy.swapaxes(a["y"], -1, -2) if a["transpose_y"] else a["y"]),
    "softmax": lambda a: numpy.exp(a["x"] - log_sum_exp(a["x"], int(a["axis"]), True)),
    "reduce_min": lambda a: a["x"].min(axes(a), keepdims=a["keep_dims"]),
    "reduce_max": lambda a: a["x"].max(axes(a), keepdims=a["keep_dims"]),
    "reduce_mean": lambda a: a["x"].mean(axes(a), keepdims=a["keep_dims"]),
    "reduce_log_sum_exp": lambda a: log_sum_exp(a["x"], int(a["axes"][0]), a["keep_dims"]),
    "transpose": lambda a: a["x"].transpose(a["perm"]),
    "reshape": lambda a: a["x"].reshape(a["shape"]),
    "squeeze": lambda a: a["x"].squeeze(axes(a)),
    "expand_dims": lambda a: numpy.expand_dims(a["x"], axes(a)),
    "stack": lambda a: numpy.stack(a["values"], a["axis"]),
    "concat": lambda a: numpy.concatenate(a["values"], a["axis"]),
    "split": lambda a: numpy.split(a["x"], a["num_splits"], a["axis"]),
    "slice_by_size": slice_by_size,
    "shape": lambda a: numpy.array(a["x"].shape),
    "fill": lambda a: numpy.full(a["shape"], a["value"], numpy.float64),
}
