"""Networks of public notebooks as ONNX files with what their own tools give; called by check-import.

    python check-import.py export FOLDER         beats.csv → NAME.onnx and NAME.npy for each network
    python check-import.py compare FOLDER NAME   NAME.npy beside NAME.json, which the program wrote
"""

import json
import os
import sys
import warnings

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
warnings.filterwarnings("ignore")
import numpy

TOLERANCE = 1e-5
folder = sys.argv[2]


def path(name):
    return os.path.join(folder, name)


def compare(name):
    theirs = numpy.load(path(f"{name}.npy"))
    with open(path(f"{name}.json")) as file:
        answers = json.load(file)["beats"]
    ours = numpy.array([[beat["probabilities"][c] for c in "NSVFQ"] for beat in answers])
    difference = numpy.abs(ours - theirs).max()
    same = (ours.argmax(1) == theirs.argmax(1)).sum()
    holds = difference <= TOLERANCE and same == len(theirs)
    print(f"  {name}: {len(ours)} beats, largest difference {difference:.1e}, {same} classes equal: "
          f"{'ok' if holds else 'NOT AS IT SHOULD BE'}")
    return holds


def keras_models():
    from keras import Model, Sequential, layers

    def brief():  # Conv, BatchNorm, LeakyReLU, MaxPooling, Dropout, thrice
        parts = [layers.Input((187, 1))]
        for filters, kernel in [(64, 5), (128, 5), (256, 3)]:
            parts += [layers.Conv1D(filters, kernel, padding="same"), layers.BatchNormalization(),
                      layers.LeakyReLU(negative_slope=0.1), layers.MaxPooling1D(2), layers.Dropout(0.2)]
        return Sequential(parts + [layers.Flatten(), layers.Dense(128), layers.LeakyReLU(negative_slope=0.1),
                                   layers.Dropout(0.4), layers.Dense(5, activation="softmax")])

    def cvxtz():  # github.com/CVxTz/ECG_Heartbeat_Classification, baseline_mitbih.py
        parts = [layers.Input((187, 1))]
        for filters, kernel in [(16, 5), (32, 3), (32, 3)]:
            parts += [layers.Conv1D(filters, kernel, activation="relu", padding="valid") for _ in range(2)]
            parts += [layers.MaxPool1D(2), layers.Dropout(0.1)]
        parts += [layers.Conv1D(256, 3, activation="relu", padding="valid") for _ in range(2)]
        parts += [layers.GlobalMaxPool1D(), layers.Dropout(0.2)]
        parts += [layers.Dense(64, activation="relu") for _ in range(2)]
        return Sequential(parts + [layers.Dense(5, activation="softmax")])

    def kachuee():  # Kachuee, Fazeli and Sarrafzadeh 2018: residual blocks, poolings that overlap
        x = start = layers.Input((187, 1))
        x = layers.Conv1D(32, 5)(x)
        for _ in range(5):
            y = layers.Conv1D(32, 5, padding="same")(x)
            y = layers.Activation("relu")(y)
            y = layers.Conv1D(32, 5, padding="same")(y)
            y = layers.Activation("relu")(layers.Add()([y, x]))
            x = layers.MaxPooling1D(pool_size=5, strides=2)(y)
        x = layers.Dense(32, activation="relu")(layers.Flatten()(x))
        return Model(start, layers.Dense(5, activation="softmax")(x))

    def recurrent():  # as notebooks have them: convolutions, then memories both ways
        return Sequential([
            layers.Input((187, 1)), layers.Conv1D(32, 5, padding="same", activation="swish"), layers.MaxPooling1D(4),
            layers.Bidirectional(layers.LSTM(16, return_sequences=True)), layers.Dropout(0.2),
            layers.Bidirectional(layers.LSTM(16)), layers.Dense(5, activation="softmax")])

    return dict(brief=brief, cvxtz=cvxtz, kachuee=kachuee, recurrent=recurrent)


def torch_models():
    import torch
    from torch import nn

    def brief():
        parts, channels = [], 1
        for filters, kernel in [(64, 5), (128, 5), (256, 3)]:
            parts += [nn.Conv1d(channels, filters, kernel, padding=kernel // 2), nn.BatchNorm1d(filters),
                      nn.LeakyReLU(0.1), nn.MaxPool1d(2), nn.Dropout(0.2)]
            channels = filters
        return nn.Sequential(*parts, nn.Flatten(), nn.Linear(256 * 23, 128), nn.LeakyReLU(0.1),
                             nn.Dropout(0.4), nn.Linear(128, 5))

    class Overlapping(nn.Module):  # kaggle.com/code/gregoiredc/arrhythmia-on-ecg-classification-using-cnn
        def __init__(self):
            super().__init__()
            parts, channels = [], 1
            for filters, kernel in [(64, 6), (64, 3), (64, 3)]:
                parts += [nn.Conv1d(channels, filters, kernel), nn.ReLU(), nn.BatchNorm1d(filters),
                          nn.MaxPool1d(3, stride=2, padding=1)]
                channels = filters
            self.convolutions = nn.Sequential(*parts)
            self.dense = nn.Sequential(nn.Linear(64 * 22, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU(),
                                       nn.Linear(32, 5))

        def forward(self, x):
            x = self.convolutions(x)
            return torch.softmax(self.dense(x.view(x.size(0), -1)), dim=1)

    class Residual(nn.Module):  # projections with their normalisation, a step, groups, a global mean
        def __init__(self):
            super().__init__()
            self.first = nn.Sequential(nn.Conv1d(1, 32, 7, stride=2, padding=3, bias=False), nn.BatchNorm1d(32),
                                       nn.ReLU())
            self.branch = nn.Sequential(nn.Conv1d(32, 48, 5, padding=2, bias=False), nn.BatchNorm1d(48),
                                        nn.ReLU(), nn.Conv1d(48, 48, 5, padding=2, bias=False, groups=4),
                                        nn.BatchNorm1d(48))
            self.shortcut = nn.Sequential(nn.Conv1d(32, 48, 1, bias=False), nn.BatchNorm1d(48))
            self.last = nn.Sequential(nn.Conv1d(48, 64, 3, dilation=2, padding=2), nn.ReLU(),
                                      nn.AvgPool1d(2))
            self.dense = nn.Linear(64, 5)

        def forward(self, x):
            x = self.first(x)
            x = torch.relu(self.branch(x) + self.shortcut(x))
            return self.dense(self.last(x).mean(dim=2))

    class Block(nn.Module):  # a block of ResNet: fewer samples and more channels, squeeze and excitation
        def __init__(self, inputs, filters, stride):
            super().__init__()
            self.branch = nn.Sequential(
                nn.Conv1d(inputs, filters, 7, stride=stride, padding=3, bias=False), nn.BatchNorm1d(filters), nn.GELU(),
                nn.Conv1d(filters, filters, 7, padding=3, bias=False), nn.BatchNorm1d(filters))
            self.shortcut = (nn.Identity() if inputs == filters else nn.Sequential(
                nn.Conv1d(inputs, filters, 1, stride=stride, bias=False), nn.BatchNorm1d(filters)))
            self.factors = nn.Sequential(nn.Linear(filters, filters // 4), nn.ReLU(),
                                         nn.Linear(filters // 4, filters), nn.Sigmoid())

        def forward(self, x):
            x = torch.relu(self.branch(x) + self.shortcut(x))
            return x * self.factors(x.mean(dim=2)).unsqueeze(2)

    class ResNet(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.Sequential(
                nn.Conv1d(1, 16, 15, stride=2, padding=7), nn.BatchNorm1d(16), nn.ReLU(),
                nn.MaxPool1d(3, stride=2, padding=1), Block(16, 16, 1), Block(16, 24, 2), Block(24, 32, 2))
            self.dense = nn.Linear(32, 5)

        def forward(self, x):
            return self.dense(self.layers(x).mean(dim=2))

    class Recurrent(nn.Module):
        def __init__(self, kind, bidirectional):
            super().__init__()
            self.convolutions = nn.Sequential(nn.Conv1d(1, 32, 5, padding=2), nn.SiLU(), nn.MaxPool1d(4))
            self.memory = kind(32, 24, num_layers=2, batch_first=True, bidirectional=bidirectional)
            self.dense = nn.Linear(48 if bidirectional else 24, 5)

        def forward(self, x):
            states, _ = self.memory(self.convolutions(x).permute(0, 2, 1))
            return self.dense(states[:, -1, :])

    return dict(brief=brief, overlapping=Overlapping, residual=Residual, resnet=ResNet,
                lstm=lambda: Recurrent(nn.LSTM, True), gru=lambda: Recurrent(nn.GRU, False))


def softmax(values):
    values = numpy.exp(values - values.max(1, keepdims=True))
    return values / values.sum(1, keepdims=True)


def export():
    table = numpy.loadtxt(path("beats.csv"), delimiter=",", dtype=numpy.float32)
    beats, labels = table[:, :187], table[:, 187].astype(int)
    import torch

    torch.manual_seed(1)
    for name, build in torch_models().items():
        model, x = build(), torch.from_numpy(beats).unsqueeze(1)
        optimizer = torch.optim.Adam(model.parameters(), 1e-3)
        for part in torch.randperm(len(x)).split(64):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(x[part]), torch.from_numpy(labels)[part]).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            answer = model(x).numpy()
        for exporter, dynamo in [("torchscript", False), ("dynamo", True)]:
            file = f"torch-{name}-{exporter}"
            settings = (dict(dynamic_shapes=({0: torch.export.Dim("N")},)) if dynamo
                        else dict(dynamic_axes={"x": {0: "N"}, "y": {0: "N"}}))
            torch.onnx.export(model, (x[:2],), path(f"{file}.onnx"), input_names=["x"], output_names=["y"],
                              dynamo=dynamo, external_data=False, **settings)
            numpy.save(path(f"{file}.npy"), answer if name == "overlapping" else softmax(answer))

    import keras

    keras.utils.set_random_seed(1)
    for name, build in keras_models().items():
        model = build()
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit(beats[..., None], labels, batch_size=64, epochs=1, verbose=0)
        model.export(path(f"keras-{name}.onnx"), format="onnx", verbose=False)
        numpy.save(path(f"keras-{name}.npy"), model.predict(beats[..., None], verbose=0))


if sys.argv[1] == "export":
    export()
else:
    sys.exit(not compare(sys.argv[3]))
