"""Layers as `Sequential` encodes them, and the PyTorch modules that are to compute the same."""

import torch
from torch import nn


def conv(filters, kernel, bias=True, **others):
    return dict(layer="Conv1D", filters=filters, kernel=kernel, bias=bias, initializer="heNormal",
                **others)


def dense(units, bias=True):
    return dict(layer="Dense", units=units, bias=bias, initializer="glorotUniform")


def norm(momentum=0.1):
    return dict(layer="BatchNorm", momentum=momentum, epsilon=1e-5)


def leaky(slope=0.1):
    return dict(layer="LeakyReLU", slope=slope)


def pool(size):
    return dict(layer="MaxPool1D", size=size)


def average_pool(size):
    return dict(layer="AveragePool1D", size=size)


def gelu(approximate):
    return dict(layer="GELU", approximate=approximate)


def residual(*body):
    return dict(layer="Residual", body=list(body))


RELU, FLATTEN, AVERAGE = dict(layer="ReLU"), dict(layer="Flatten"), dict(layer="GlobalAveragePool1D")
SILU, SIGMOID, TANH = dict(layer="SiLU"), dict(layer="Sigmoid"), dict(layer="Tanh")


class SameConv(nn.Conv1d):
    def __init__(self, channels, filters, kernel, bias, dilation=1, groups=1):
        super().__init__(channels, filters, kernel, padding="same", bias=bias, dilation=dilation,
                         groups=groups)


class StridedConv(nn.Conv1d):
    """Padded by hand: PyTorch has no "same" with a stride."""

    def forward(self, x):
        reach = self.dilation[0] * (self.kernel_size[0] - 1)
        return super().forward(nn.functional.pad(x, (reach // 2, reach - reach // 2)))


class Flat(nn.Module):
    def forward(self, x):  # (N, C, L), laid out as (N, L, C) flattened
        return x.transpose(1, 2).flatten(1)


class Mean(nn.Module):
    def forward(self, x):
        return x.mean(2)


class Branch(nn.Module):
    def __init__(self, body, channels, out):
        super().__init__()
        self.body = body
        self.shortcut = nn.Identity() if channels == out else SameConv(channels, out, 1, False)

    def forward(self, x):
        return self.body(x) + self.shortcut(x)


def convolution(layer, columns):
    stride, dilation, groups = (layer.get(key, 1) for key in ("stride", "dilation", "groups"))
    sizes = (columns, layer["filters"], layer["kernel"])
    if stride == 1:
        return SameConv(*sizes, layer["bias"], dilation, groups)
    return StridedConv(*sizes, stride=stride, dilation=dilation, groups=groups, bias=layer["bias"])


def build(layers, rows, columns):
    """The torch modules of `layers`, and the shape they give; rows is None for a vector."""
    modules = []
    for layer in layers:
        kind = layer["layer"]
        if kind == "Conv1D":
            modules.append(convolution(layer, columns))
            columns = layer["filters"]
            rows = (rows - 1) // layer.get("stride", 1) + 1
        elif kind == "Dense":
            modules.append(nn.Linear(columns, layer["units"], bias=layer["bias"]))
            columns = layer["units"]
        elif kind == "BatchNorm":
            modules.append(nn.BatchNorm1d(columns, layer["epsilon"], layer["momentum"]))
        elif kind == "LeakyReLU":
            modules.append(nn.LeakyReLU(layer["slope"]))
        elif kind == "ReLU":
            modules.append(nn.ReLU())
        elif kind == "GELU":
            modules.append(nn.GELU(layer["approximate"]))
        elif kind == "SiLU":
            modules.append(nn.SiLU())
        elif kind == "Sigmoid":
            modules.append(nn.Sigmoid())
        elif kind == "Tanh":
            modules.append(nn.Tanh())
        elif kind in ("MaxPool1D", "AveragePool1D"):
            size = layer["size"]
            modules.append(nn.MaxPool1d(size) if kind == "MaxPool1D" else nn.AvgPool1d(size))
            rows //= size
        elif kind == "Flatten":
            modules.append(Flat())
            rows, columns = None, rows * columns
        elif kind == "GlobalAveragePool1D":
            modules.append(Mean())
            rows = None
        elif kind == "Residual":
            body, rows, out = build(layer["body"], rows, columns)
            modules.append(Branch(body, columns, out))
            columns = out
        else:
            raise ValueError(kind)
    return nn.Sequential(*modules), rows, columns
