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


def strided_pool(size, stride, before=0, after=0):
    return dict(layer="StridedMaxPool1D", size=size, stride=stride, before=before, after=after)


def crop(before, after):
    return dict(layer="Crop1D", before=before, after=after)


def gelu(approximate):
    return dict(layer="GELU", approximate=approximate)


def residual(*body):
    return dict(layer="Residual", body=list(body))


def layer_norm(epsilon=1e-5):
    return dict(layer="LayerNorm", epsilon=epsilon)


def squeeze(reduction):
    return dict(layer="SqueezeExcitation", reduction=reduction)


def recurrent(kind, units, bidirectional=False, sequences=False):
    return dict(layer=kind, units=units, bidirectional=bidirectional, returnsSequences=sequences)


def attention(units):
    return dict(layer="AttentionPool1D", units=units)


def self_attention(heads):
    return dict(layer="SelfAttention", heads=heads)


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


class PaddedMaxPool(nn.MaxPool1d):
    """Padded by hand: PyTorch pads both sides alike."""

    def __init__(self, layer):
        super().__init__(layer["size"], layer["stride"])
        self.ends = (layer["before"], layer["after"])

    def forward(self, x):
        return super().forward(nn.functional.pad(x, self.ends, value=-torch.inf))


class Crop(nn.Module):
    def __init__(self, layer):
        super().__init__()
        self.ends = (layer["before"], layer["after"])

    def forward(self, x):
        return x[:, :, self.ends[0]:x.shape[2] - self.ends[1]]


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


class ChannelNorm(nn.LayerNorm):
    def forward(self, x):
        return super().forward(x.transpose(1, 2)).transpose(1, 2) if x.dim() == 3 else (
            super().forward(x))


class Squeeze(nn.Module):
    def __init__(self, channels, units):
        super().__init__()
        self.reduce, self.expand = nn.Linear(channels, units), nn.Linear(units, channels)

    def forward(self, x):
        return x * torch.sigmoid(self.expand(torch.relu(self.reduce(x.mean(2))))).unsqueeze(2)


class Recurrent(nn.Module):
    def __init__(self, layer, channels):
        super().__init__()
        self.cells = getattr(nn, layer["layer"])(
            channels, layer["units"], batch_first=True, bidirectional=layer["bidirectional"])
        self.sequences = layer["returnsSequences"]

    def forward(self, x):
        states, last = self.cells(x.transpose(1, 2))
        if self.sequences:
            return states.transpose(1, 2)
        last = last[0] if isinstance(last, tuple) else last  # an LSTM's cells come second
        return last.transpose(0, 1).flatten(1)


class Attention(nn.Module):
    def __init__(self, channels, units):
        super().__init__()
        self.hidden, self.query = nn.Linear(channels, units), nn.Linear(units, 1, bias=False)

    def forward(self, x):
        x = x.transpose(1, 2)
        return (x * self.query(torch.tanh(self.hidden(x))).softmax(1)).sum(1)


class SelfAttention(nn.Module):
    def __init__(self, channels, heads):
        super().__init__()
        self.attention = nn.MultiheadAttention(channels, heads, batch_first=True)
        nn.init.uniform_(self.attention.in_proj_bias, -0.5, 0.5)
        nn.init.uniform_(self.attention.out_proj.bias, -0.5, 0.5)

    def forward(self, x):
        x = x.transpose(1, 2)
        return self.attention(x, x, x, need_weights=False)[0].transpose(1, 2)


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
        elif kind == "StridedMaxPool1D":
            modules.append(PaddedMaxPool(layer))
            padded = rows + layer["before"] + layer["after"]
            rows = (padded - layer["size"]) // layer["stride"] + 1
        elif kind == "Crop1D":
            modules.append(Crop(layer))
            rows -= layer["before"] + layer["after"]
        elif kind == "LayerNorm":
            modules.append(ChannelNorm(columns, layer["epsilon"]))
        elif kind == "SqueezeExcitation":
            modules.append(Squeeze(columns, columns // layer["reduction"]))
        elif kind in ("GRU", "LSTM"):
            modules.append(Recurrent(layer, columns))
            columns = layer["units"] * (2 if layer["bidirectional"] else 1)
            rows = rows if layer["returnsSequences"] else None
        elif kind == "AttentionPool1D":
            modules.append(Attention(columns, layer["units"]))
            rows = None
        elif kind == "SelfAttention":
            modules.append(SelfAttention(columns, layer["heads"]))
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
