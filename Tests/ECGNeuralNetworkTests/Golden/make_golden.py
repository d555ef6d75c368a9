"""Writes the files beside it: what PyTorch makes of our layers.

    python make_golden.py        # PyTorch 2, float32 on the CPU

Everything is written in our layout: sequences (N, L, C), convolution weights (K, Cin, Cout), dense
weights (Cin, Cout), flattened. `architecture` is as `Sequential` encodes it.
"""

import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from modules import (AVERAGE, FLATTEN, RELU, SIGMOID, SILU, TANH, attention, average_pool, build,
                     conv, crop, dense, gelu, layer_norm, leaky, norm, pool, recurrent, residual,
                     self_attention, squeeze, strided_pool)

torch.manual_seed(20)
torch.use_deterministic_algorithms(True)
torch.set_num_threads(1)


def ours(tensor):
    """A parameter's numbers in our layout: the axes the other way round."""
    return tensor.permute(*reversed(range(tensor.dim()))).flatten()


def flat(tensors):
    """Tensors behind one another, as numbers that give back the same float32."""
    return [float(f"{v:.9g}") for t in tensors for v in t.detach().flatten().tolist()]


def channels_last(x):
    return x.transpose(1, 2) if x.dim() == 3 else x


def statistics(model):
    return [s for m in model.modules() if isinstance(m, nn.BatchNorm1d)
            for s in (m.running_mean, m.running_var)]


def prepare(layers, rows, columns, examples):
    model, _, _ = build(layers, rows, columns)
    for module in model.modules():
        if isinstance(module, nn.BatchNorm1d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)
            nn.init.uniform_(module.running_mean, -0.5, 0.5)
            nn.init.uniform_(module.running_var, 0.5, 1.5)
        elif isinstance(module, nn.LayerNorm):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)
    x = torch.randn(examples, columns, rows) if rows else torch.randn(examples, columns)
    shape = dict(sequence=dict(samples=rows, channels=columns)) if rows else dict(
        vector=dict(_0=columns))
    case = dict(architecture=dict(input=shape, layers=layers), examples=examples,
                values=flat([channels_last(x)]),
                parameters=flat(map(ours, model.parameters())),
                statistics=flat(statistics(model)))
    return model, x, case


ADAM = dict(lr=0.01, betas=(0.9, 0.999), eps=1e-8)


def layer_case(name, layers, rows, columns, examples=3, decay=0.0, trains=True):
    """Eval output; training output; gradients of sum(output * weights); parameters after three
    steps of AdamW on that loss where it `trains`."""
    model, x, case = prepare(layers, rows, columns, examples)
    model.eval()
    evaluated = model(x)
    model.train()
    x.requires_grad_()
    weights = torch.randn_like(evaluated)
    parameters = list(model.parameters())
    matrices = [p for p in parameters if p.dim() > 1]
    others = [p for p in parameters if p.dim() == 1]
    groups = [dict(params=g, weight_decay=d) for g, d in ((matrices, decay), (others, 0)) if g]
    optimizer = torch.optim.AdamW(groups, **ADAM) if groups else None
    for step in range(3 if groups else 1):
        x.grad = None
        model.zero_grad()
        output = model(x)
        (output * weights).sum().backward()
        if step == 0:
            case.update(
                name=name, weightDecay=decay, outputGradient=flat([channels_last(weights)]),
                inference=flat([channels_last(evaluated)]), output=flat([channels_last(output)]),
                inputGradient=flat([channels_last(x.grad)]),
                parameterGradients=flat(ours(p.grad) for p in parameters),
                updatedStatistics=flat(statistics(model)))
        if optimizer:
            optimizer.step()
    case["trained"] = flat(map(ours, parameters)) if trains else []
    return case


def losses_of(logits, labels, smoothing, focusing):
    """The cross-entropy of each example; with a focusing the focal loss (Lin et al. 2017)."""
    if focusing == 0:
        return F.cross_entropy(logits, labels, reduction="none", label_smoothing=smoothing)
    targets = F.one_hot(labels, logits.shape[1]) * (1 - smoothing) + smoothing / logits.shape[1]
    return -(targets * (1 - logits.softmax(1)) ** focusing * logits.log_softmax(1)).sum(1)


def network_case(name, layers, rows, columns, examples, classes, decay, smoothing, class_weights,
                 trunk=None, sgd=None, focusing=0.0):
    """Three full-batch steps on a loss: losses, parameters, running statistics.

    `trunk` is a number of first layers and the factor of their learning rate; 0 freezes them. `sgd` is
    the optimiser as `Optimizer` encodes it, nil for AdamW."""
    model, x, case = prepare(layers, rows, columns, examples)
    labels = torch.randint(0, classes, (examples,))
    weights = torch.tensor(class_weights)
    model.train()
    parameters = list(model.parameters())
    count, factor = trunk or (0, 1)
    firsts = {id(p) for p in model[:count].parameters()}
    if factor == 0:
        model[:count].eval().requires_grad_(False)
    rate_of_all = sgd["learningRate"] if sgd else ADAM["lr"]
    groups = [dict(params=[p for p in parameters if (p.dim() > 1) == is_matrix
                           and (id(p) in firsts) == is_first],
                   weight_decay=decay if is_matrix else 0, lr=rate_of_all * rate)
              for is_matrix in (True, False) for is_first, rate in ((True, factor), (False, 1))
              if rate > 0]
    groups = [g for g in groups if g["params"]]
    if sgd:
        optimizer = torch.optim.SGD(groups, momentum=sgd["momentum"], nesterov=sgd["nesterov"])
        case["optimizer"] = dict(sgd, kind="sgd", weightDecay=decay)
    else:
        optimizer = torch.optim.AdamW(groups, **ADAM)
    losses = []
    for _ in range(3):
        optimizer.zero_grad()
        # torch's own `weight=` weighs the smoothed classes and divides by the sum of the weights.
        loss = (losses_of(model(x), labels, smoothing, focusing) * weights[labels]).mean()
        loss.backward()
        losses.append(loss.item())
        optimizer.step()
    model.eval()
    if trunk:
        case["trunk"] = dict(layers=count, rateFactor=factor)
    if focusing:
        case["focusing"] = focusing
    case.update(name=name, labels=labels.tolist(), weightDecay=decay, labelSmoothing=smoothing,
                classWeights=class_weights, losses=losses, trained=flat(map(ours, parameters)),
                updatedStatistics=flat(statistics(model)),
                probabilities=flat([model(x).softmax(1)]))
    return case


LAYERS = [
    layer_case("Conv1D, kernel 5", [conv(4, 5)], 7, 3),
    layer_case("Conv1D, kernel 4", [conv(3, 4)], 7, 2),
    layer_case("Conv1D, kernel 1", [conv(9, 1)], 5, 2),
    layer_case("Conv1D, kernel beyond the example", [conv(2, 9)], 3, 2),
    layer_case("Conv1D without bias, decayed", [conv(8, 3, False)], 6, 8, decay=0.1),
    layer_case("Dense, decayed", [dense(5)], None, 11, decay=0.1),
    layer_case("Dense without bias", [dense(3, False)], None, 8),
    layer_case("BatchNorm of sequences", [norm(0.3)], 6, 11),
    layer_case("BatchNorm of vectors", [norm()], None, 9, examples=6),
    layer_case("LeakyReLU", [leaky()], 6, 9),
    layer_case("ReLU", [RELU], 6, 9),
    layer_case("MaxPool1D 2", [pool(2)], 9, 8),
    layer_case("MaxPool1D 3", [pool(3)], 11, 5),
    layer_case("MaxPool1D 5", [pool(5)], 14, 3),
    layer_case("GlobalAveragePool1D", [AVERAGE], 7, 9),
    layer_case("Flatten", [FLATTEN], 5, 3),
    layer_case("Residual, identity", [residual(conv(3, 3), leaky(), conv(3, 3))], 7, 3),
    layer_case("Residual, projection", [residual(conv(5, 3), leaky())], 7, 3, decay=0.1),
    layer_case("Residual, nested",
               [residual(conv(4, 3), residual(leaky(), conv(4, 1)))], 6, 3),
    layer_case("Fused", [conv(6, 3, False), norm(), leaky(), pool(2)], 9, 3),
]

DEEP = [conv(5, 5, False), norm(), leaky(), pool(2),
        conv(9, 3, False), norm(), leaky(), pool(2),
        residual(conv(6, 3, False), norm(), leaky(), conv(9, 3)),
        FLATTEN, dense(7), leaky(), dense(4)]
SMALL = [conv(6, 3, False), norm(), RELU, residual(conv(8, 3, False), norm()), AVERAGE, dense(3)]

NETWORKS = [
    network_case("plain", DEEP, 17, 2, 8, 4, 0.0, 0.0, [1.0] * 4),
    network_case("weighted and smoothed", DEEP, 17, 2, 8, 4, 0.05, 0.1, [0.5, 1.0, 2.0, 3.5]),
    network_case("average", SMALL, 13, 1, 7, 3, 0.01, 0.2, [1.0, 4.0, 0.25]),
]

TRUNKS = [
    network_case("frozen", DEEP, 17, 2, 8, 4, 0.05, 0.1, [0.5, 1.0, 2.0, 3.5], (9, 0)),
    network_case("partly frozen", DEEP, 17, 2, 8, 4, 0.05, 0.0, [1.0] * 4, (4, 0)),
    network_case("at an eighth of the rate", DEEP, 17, 2, 8, 4, 0.05, 0.1, [1.0] * 4, (9, 0.125)),
]

# Each of the files below begins with a seed of its own.
torch.manual_seed(21)
CONVOLUTIONS = [
    layer_case("Conv1D, stride 2", [conv(4, 5, stride=2)], 9, 3),
    layer_case("Conv1D, stride 2, an even number of samples", [conv(4, 3, stride=2)], 10, 3),
    layer_case("Conv1D, stride 3, kernel 4", [conv(3, 4, stride=3)], 11, 2),
    layer_case("Conv1D, stride 2, kernel 1", [conv(6, 1, False, stride=2)], 7, 4, decay=0.1),
    layer_case("Conv1D, stride beyond the example", [conv(3, 3, stride=9)], 5, 2),
    layer_case("Conv1D, dilation 2", [conv(4, 3, dilation=2)], 9, 3),
    layer_case("Conv1D, dilation 3, kernel 4", [conv(5, 4, dilation=3)], 11, 2),
    layer_case("Conv1D, dilation beyond the example", [conv(2, 3, dilation=6)], 5, 2),
    layer_case("Conv1D, 2 groups", [conv(6, 3, groups=2)], 8, 4),
    layer_case("Conv1D, depthwise", [conv(6, 5, False, groups=6)], 9, 6, decay=0.1),
    layer_case("Conv1D, depthwise with a multiplier", [conv(6, 3, groups=3)], 7, 3),
    layer_case("Conv1D, all three", [conv(8, 3, stride=2, dilation=2, groups=4)], 13, 4),
    layer_case("Conv1D, one after the other",
               [conv(6, 5, stride=2), leaky(), conv(6, 3), conv(4, 3, dilation=2)], 15, 2),
    layer_case("AveragePool1D 2", [average_pool(2)], 9, 8),
    layer_case("AveragePool1D 3", [average_pool(3)], 12, 5),
    layer_case("AveragePool1D in a branch",
               [residual(conv(3, 3)), average_pool(2), residual(leaky())], 8, 3),
    layer_case("Conv1D, depthwise, stride 2, dilation 2",
               [conv(5, 4, stride=2, dilation=2, groups=5)], 12, 5),
]

torch.manual_seed(22)
ACTIVATIONS = [
    layer_case("GELU", [gelu("none")], 6, 19),
    layer_case("GELU by tanh", [gelu("tanh")], 6, 19),
    layer_case("SiLU", [SILU], 6, 19),
    layer_case("Sigmoid of vectors", [SIGMOID], None, 37),
    layer_case("Tanh", [TANH], 6, 19),
    layer_case("activations one after the other",
               [conv(5, 3), gelu("none"), norm(), SILU, residual(conv(5, 3), TANH)], 9, 3),
]

SGD = dict(learningRate=0.05, momentum=0.9, nesterov=False)

torch.manual_seed(23)
OPTIMIZERS = [
    network_case("gradient descent", DEEP, 17, 2, 8, 4, 0.1, 0.0, [1.0] * 4,
                 sgd=dict(SGD, momentum=0.0)),
    network_case("momentum", DEEP, 17, 2, 8, 4, 0.1, 0.1, [0.5, 1.0, 2.0, 3.5], sgd=SGD),
    network_case("Nesterov's momentum", DEEP, 17, 2, 8, 4, 0.1, 0.0, [1.0] * 4, (4, 0.125),
                 sgd=dict(SGD, nesterov=True)),
    network_case("focal loss", DEEP, 17, 2, 8, 4, 0.0, 0.0, [1.0] * 4, focusing=2.0),
    network_case("focal loss, weighted and smoothed", SMALL, 13, 1, 7, 3, 0.01, 0.2,
                 [1.0, 4.0, 0.25], sgd=dict(SGD, nesterov=True), focusing=0.5),
]

torch.manual_seed(24)
ATTENTION = [
    layer_case("LayerNorm", [layer_norm()], 5, 19),
    layer_case("LayerNorm of vectors", [layer_norm(1e-3)], None, 7),
    layer_case("LayerNorm in a branch", [conv(5, 3), residual(layer_norm(), conv(5, 3))], 7, 2),
    layer_case("SqueezeExcitation", [squeeze(2)], 6, 6),
    layer_case("SqueezeExcitation in a branch, decayed",
               [residual(conv(8, 3, False), norm(), squeeze(4)), leaky()], 9, 3, decay=0.1),
    layer_case("AttentionPool1D", [attention(5)], 7, 6),
    layer_case("AttentionPool1D after convolutions, decayed",
               [conv(6, 3), leaky(), attention(4), dense(3)], 9, 2, decay=0.1),
    # The biases of keys change nothing: their gradients are zero but for rounding, of which Adam makes
    # whole steps.
    layer_case("SelfAttention, one head", [self_attention(1)], 5, 4, trains=False),
    layer_case("SelfAttention, three heads", [self_attention(3)], 7, 6, trains=False),
    layer_case("SelfAttention in a branch",
               [conv(8, 3), residual(layer_norm(), self_attention(2)), conv(4, 3)], 19, 2,
               trains=False),
]

torch.manual_seed(25)
RECURRENT = [
    layer_case("GRU", [recurrent("GRU", 5)], 6, 3),
    layer_case("GRU, sequences", [recurrent("GRU", 4, sequences=True)], 6, 3, decay=0.1),
    layer_case("GRU, both ways", [recurrent("GRU", 4, True)], 6, 3),
    layer_case("GRU, one sample", [recurrent("GRU", 3, True, True)], 1, 4),
    layer_case("LSTM", [recurrent("LSTM", 5)], 6, 3),
    layer_case("LSTM, both ways, sequences", [recurrent("LSTM", 4, True, True)], 6, 3, decay=0.1),
    layer_case("LSTM, one sample", [recurrent("LSTM", 3)], 1, 4),
    layer_case("recurrent between convolutions",
               [conv(4, 3), leaky(), recurrent("GRU", 3, True, True), conv(5, 3), pool(2),
                recurrent("LSTM", 4, True), dense(3)], 12, 2),
]

torch.manual_seed(26)
WINDOWS = [
    layer_case("StridedMaxPool1D 3, stride 2", [strided_pool(3, 2)], 9, 8),
    layer_case("StridedMaxPool1D 5, stride 2, beyond the ends", [strided_pool(5, 2, 2, 1)], 12, 5),
    layer_case("StridedMaxPool1D in a branch",
               [residual(strided_pool(3, 1, 1, 1)), strided_pool(2, 3)], 8, 3),
    layer_case("Crop1D", [crop(2, 1)], 9, 3),
    layer_case("Crop1D, before a convolution", [conv(4, 5), crop(2, 2), conv(3, 3)], 11, 3),
]

FILES = dict(layers=LAYERS, networks=NETWORKS, trunks=TRUNKS, convolutions=CONVOLUTIONS,
             activations=ACTIVATIONS, windows=WINDOWS, optimizers=OPTIMIZERS, attention=ATTENTION,
             recurrent=RECURRENT)
for name, cases in FILES.items():
    path = Path(__file__).with_name(f"{name}.json")
    path.write_text("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")
