"""The rows of the table: who competes, and what they are judged by."""

from dataclasses import dataclass

from .processes import Contender
from .samples import Samples
from .settings import settings


class Skipped(Exception):
    """A row that cannot be measured here, with the reason."""


@dataclass
class Line:
    """A line of the table. `is_met` is None where nothing is asked; `better` says of the ratio whether "more" or
    "less" is, and is None where it says nothing of speed."""

    title: str
    ours: str
    other: str
    ratio: str
    bar: str
    is_met: object
    better: str | None = None

    def __post_init__(self):
        self.better = self.better or {"≥": "more", "≤": "less"}.get(self.bar[:1])


class Row:
    """A thing to be measured."""

    name = ""
    # Rows that take long run only where they are asked for.
    is_default = True

    def __init__(self, place, chosen):
        self.place = place
        self.chosen = chosen

    def contenders(self):
        raise NotImplementedError

    def lines(self, results):
        raise NotImplementedError

    def progress(self, figures):
        """A word on what a run gave."""
        return f"{figures['rate']:,.0f} beats/s" if "rate" in figures else f"{figures['wall']:.2f} s"

    def ours(self, task, *arguments, name="ours"):
        return Contender(name, [self.place.ours, task, *arguments], is_peer=False)

    def peers(self, program, name, task, *arguments):
        """A peer in its default setting, or in all of them."""
        return [
            Contender(
                name,
                self.place.python(program, task, *arguments, "--setting", setting),
                setting=setting,
                key=f"{name}, {setting}" if setting else name,
            )
            for setting in settings(program, task, self.chosen.tune)
        ]


def samples(results, key, figure):
    return Samples([figures[figure] for figures in results[key]])


def best(results, name, figure, pick=max):
    """The key of a peer's best setting, or of the best of all peers whose name begins so; None
    where none ran."""
    keys = [key for key, rounds in results.items() if key.startswith(name) and rounds]
    return pick(keys, key=lambda key: samples(results, key, figure).median) if keys else None


def failed(title, name, bar):
    return Line(title, "", f"{name}: did not run", "", bar, None)


class Network(Row):
    """Rows that run the benchmark network."""

    def run_options(self, threads=None, batch=256):
        return (
            self.place.beats, "--threads", threads or self.place.threads, "--batch", batch,
            "--seconds", self.place.seconds,
        )


class Training(Network):
    name = "training"

    def contenders(self):
        options = self.run_options()
        return [
            self.ours("training", *options),
            self.ours("sgemm", "--threads", self.place.threads, name="sgemm"),
            *self.peers("keras_network", "Keras", "training", *options),
            *self.peers("torch_network", "PyTorch", "training", *options),
        ]

    def lines(self, results):
        title = "training step, batch 256"
        ours = samples(results, "ours", "rate")
        lines = []
        for name, bar in (("Keras", 1.8), ("PyTorch", 2.4)):
            key = best(results, name, "rate")
            if not key:
                lines.append(failed(title, name, f"≥ {bar}×"))
                continue
            peer = samples(results, key, "rate")
            ratio = ours.median / peer.median
            lines.append(
                Line(
                    title, ours.text("beats/s"), f"{key}: {peer.text('beats/s')}",
                    f"{ratio:.2f}×", f"≥ {bar}×", ratio >= bar,
                )
            )
        rate = samples(results, "sgemm", "rate")
        peak = samples(results, "sgemm", "gigaflops")
        share = ours.median / rate.median
        lines.append(
            Line(
                title, ours.text("beats/s"),
                f"sgemm rate: {rate.text('beats/s')}, {peak.text('GFLOPS', 1)} a thread",
                f"{share:.0%}", "≥ 80 %", share >= 0.8,
            )
        )
        return lines


class Inference(Network):
    name = "inference"

    def contenders(self):
        options = self.run_options()
        return [
            self.ours("inference", *options),
            *self.peers("torch_network", "PyTorch", "inference", *options),
            *self.peers("keras_network", "TensorFlow", "inference", *options),
            *self.peers(
                "onnx_network", "ONNX Runtime", "inference", *options,
                "--model", self.place.onnx_model(),
            ),
        ]

    def lines(self, results):
        title = "inference, batch 256"
        ours = samples(results, "ours", "rate")
        names = ("PyTorch", "TensorFlow", "ONNX Runtime")
        keys = [key for name in names if (key := best(results, name, "rate"))]
        first = max(keys, key=lambda key: samples(results, key, "rate").median, default=None)
        lines = []
        for key in keys:
            peer = samples(results, key, "rate")
            ratio = ours.median / peer.median
            is_best = key == first
            lines.append(
                Line(
                    title, ours.text("beats/s"), f"{key}: {peer.text('beats/s')}",
                    f"{ratio:.2f}×", "≥ 1.3× the best" if is_best else "",
                    ratio >= 1.3 if is_best else None,
                )
            )
        return lines


class OneBeat(Network):
    name = "one-beat"

    def contenders(self):
        options = self.run_options(threads=1, batch=1)
        return [
            self.ours("inference", *options),
            *self.peers(
                "onnx_network", "ONNX Runtime", "inference", *options,
                "--model", self.place.onnx_model(),
            ),
            *self.peers("torch_network", "PyTorch", "inference", *options),
            *self.peers("keras_network", "TensorFlow", "inference", *options),
        ]

    def progress(self, figures):
        return f"{figures['p50'] * 1e3:.3f} ms"

    def lines(self, results):
        title = "inference, one beat, one thread"

        def text(key):
            median = samples(results, key, "p50").text("ms", 3, 1e3)
            return f"{median}, p99 {samples(results, key, 'p99').text('ms', 3, 1e3)}"

        ours = samples(results, "ours", "p50").median
        tail = samples(results, "ours", "p99").median / ours
        lines = []
        for name in ("ONNX Runtime", "PyTorch", "TensorFlow"):
            key = best(results, name, "p50", min)
            is_judge = name == "ONNX Runtime"
            if not key:
                lines.append(failed(title, name, "≤ 1×" if is_judge else ""))
                continue
            ratio = ours / samples(results, key, "p50").median
            lines.append(
                Line(
                    title, text("ours"), f"{key}: {text(key)}", f"{ratio:.2f}×",
                    "≤ 1×" if is_judge else "", ratio <= 1 if is_judge else None,
                )
            )
        lines.append(
            Line(
                title, text("ours"), "its 99th percentile against its median", f"{tail:.2f}×",
                "≤ 2×", tail <= 2,
            )
        )
        return lines


class Reading(Row):
    name = "reading"

    def files(self):
        return (
            ("as it is", self.place.training_file(), 3.0),
            ("short decimals", self.place.short_file(), 1.0),
            ("18 digits, CRLF", self.place.crlf_file(), 1.0),
        )

    def contenders(self):
        return [
            contender
            for form, path, _ in self.files()
            for contender in self.of(form, path)
        ]

    def of(self, form, path):
        options = (path, "--threads", self.place.threads)
        return [
            self.ours("read", *options, name=f"{form}: ours"),
            *self.peers("pandas_csv", f"{form}: pandas", "read", *options),
            *self.peers("polars_csv", f"{form}: Polars", "read", *options),
        ]

    def progress(self, figures):
        return f"{figures['seconds']:.3f} s"

    def lines(self, results):
        return [line for file in self.files() for line in self.lines_of(results, *file)]

    def lines_of(self, results, form, path, bar):
        size = path.stat().st_size / 1e6
        title = f"reading the training file, {form} ({size:.0f} MB)"
        ours = samples(results, f"{form}: ours", "seconds")
        lines = []
        for name in ("pandas", "Polars"):
            key = best(results, f"{form}: {name}", "seconds", min)
            is_judge = name == "pandas"
            asked = f"≥ {bar:g}×" if is_judge else ""
            if not key:
                lines.append(failed(title, name, asked))
                continue
            peer = samples(results, key, "seconds")
            ratio = peer.median / ours.median
            lines.append(
                Line(
                    title, ours.text("s", 3), f"{key.partition(': ')[2]}: {peer.text('s', 3)}",
                    f"{ratio:.2f}×", asked, ratio >= bar if is_judge else None,
                )
            )
        return lines
