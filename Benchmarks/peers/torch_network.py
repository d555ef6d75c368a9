"""The benchmark network in PyTorch: training, inference, and its export to ONNX.

A convolution along time is also one over an image of height 1, for which there is a channels-last
layout. Freezing, which folds batch normalisation into weights, is for inference alone.
"""

import common

chosen = common.options(
    ("training", "inference", "export"),
    ("eager", "compile", "max-autotune", "freezing", "channels-last"),
)

import torch  # noqa: E402
from torch import nn  # noqa: E402
from torch._inductor import config as inductor  # noqa: E402

is_image = "channels-last" in chosen.words


def network():
    """The layers, on beats of shape `N × 1 × 187`, or `N × 1 × 1 × 187` for images."""
    layers, channels, samples = [], 1, common.SAMPLES
    for filters, kernel in common.CONVOLUTIONS:
        if is_image:
            layers += [
                nn.Conv2d(channels, filters, (1, kernel), padding="same"),
                nn.BatchNorm2d(filters),
                nn.LeakyReLU(0.1),
                nn.MaxPool2d((1, 2)),
            ]
        else:
            layers += [
                nn.Conv1d(channels, filters, kernel, padding="same"),
                nn.BatchNorm1d(filters),
                nn.LeakyReLU(0.1),
                nn.MaxPool1d(2),
            ]
        layers.append(nn.Dropout(0.2))
        channels, samples = filters, samples // 2
    layers += [
        nn.Flatten(),
        nn.Linear(channels * samples, 128),
        nn.LeakyReLU(0.1),
        nn.Dropout(0.4),
        nn.Linear(128, common.CLASSES),
    ]
    model = nn.Sequential(*layers)
    return model.to(memory_format=torch.channels_last) if is_image else model


def shaped(values):
    """Beats as the network takes them."""
    beats = torch.from_numpy(values)
    if not is_image:
        return beats.reshape(-1, 1, common.SAMPLES)
    images = beats.reshape(-1, 1, 1, common.SAMPLES)
    return images.contiguous(memory_format=torch.channels_last)


def compiled(function):
    if "compile" not in chosen.words:
        return function
    inductor.freezing = "freezing" in chosen.words
    mode = "max-autotune" if "max-autotune" in chosen.words else "default"
    return torch.compile(function, mode=mode, dynamic=False)


def training(batches):
    model = network()
    optimizer = torch.optim.Adam(model.parameters(), lr=common.LEARNING_RATE, fused=True)
    loss_function = nn.CrossEntropyLoss()
    model.train()

    @compiled
    def loss_of(beats, labels):
        return loss_function(model(beats), labels)

    def step(beats, labels):
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(beats, labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    return common.measure(step, batches, chosen.seconds)


def inference(batches):
    model = network().eval()

    @compiled
    def probabilities(beats):
        return torch.softmax(model(beats), dim=1)

    # Freezing does nothing to tensors made in inference mode.
    with torch.no_grad() if "freezing" in chosen.words else torch.inference_mode():
        return common.measure(
            lambda beats, _: probabilities(beats).numpy(), batches, chosen.seconds
        )


def export():
    """Writes the network, with a softmax behind it, for batches of any size."""
    torch.onnx.export(
        nn.Sequential(network(), nn.Softmax(dim=1)).eval(),
        (shaped(common.load_beats(chosen.input)[0][:2]),),
        str(chosen.output),
        input_names=["beats"],
        output_names=["probabilities"],
        dynamic_axes={"beats": {0: "N"}, "probabilities": {0: "N"}},
        dynamo=False,
    )


torch.set_num_threads(chosen.threads)
torch.set_flush_denormal(True)
torch.manual_seed(1)
if chosen.task == "export":
    export()
    common.report(version=torch.__version__)
else:
    beats = [
        (shaped(values), torch.from_numpy(labels))
        for values, labels in common.batches(chosen.input, chosen.batch)
    ]
    durations = training(beats) if chosen.task == "training" else inference(beats)
    common.report(**common.steps(durations, chosen.batch), version=torch.__version__)
