"""The rows of the table that take a command's whole way: a day of signal, the brief, and several processes."""

import shutil

from .processes import Contender
from .rows import Line, Row, Skipped, best, failed, samples

RECIPE = "Examples/recipes/textbook.json5"
# Of both sides of the brief, so that stopping early says nothing of their speed.
EPOCHS = 3


class Day(Row):
    """A day of two leads, from the file to annotations, summary and page; peers find the beats and no more."""

    name = "day"
    is_default = False

    def contenders(self):
        day = self.place.day()
        if not day:
            raise Skipped("it needs the MIT-BIH records in ECG_DATA")
        scratch = self.place.scratch
        threads = ("--threads", self.place.threads)
        return [
            self.command("ours", "classify", day, "--output", scratch, *threads),
            self.command("ours, beats alone", "detect", day, "--output", scratch),
            *self.peers("detectors", "sleepecg, beats alone", "sleepecg", day),
            *self.peers("detectors", "NeuroKit2, beats alone", "neurokit2", day),
            *self.peers("detectors", "wfdb's xqrs, beats alone", "xqrs", day),
        ]

    def command(self, name, *arguments):
        return Contender(
            name, [self.place.ecg, *arguments], is_peer=False, prepare=self.place.fresh_scratch,
            clean=self.place.fresh_scratch,
        )

    def progress(self, figures):
        return f"{figures.get('seconds', figures['wall']):.1f} s"

    def lines(self, results):
        title = "24 h of two leads, file → annotations, summary, page"
        classify = samples(results, "ours", "wall")
        detect = samples(results, "ours, beats alone", "wall")
        lines = [
            Line(title, classify.text("s", 1), f"ours, beats alone: {detect.text('s', 1)}",
                 f"{detect.median / classify.median:.2f}×", "", None)
        ]
        for name in ("sleepecg", "NeuroKit2", "wfdb"):
            key = best(results, name, "seconds", min)
            if not key:
                lines.append(failed(title, name, ""))
                continue
            peer = samples(results, key, "seconds")
            lines.append(
                Line(title, classify.text("s", 1), f"{key}: {peer.text('s', 1)}",
                     f"{peer.median / classify.median:.2f}×", "", None, "more")
            )
        return lines


class Brief(Row):
    """CSV files to a report, beside a notebook of the same steps, network and epochs in Keras."""

    name = "brief"
    is_default = False

    def contenders(self):
        folder = self.place.official_folder()
        if not (folder / "mitbih_test.csv").exists():
            raise Skipped("it needs the MIT-BIH records in ECG_DATA")
        scratch = self.place.scratch
        ours = Contender(
            "ours",
            [self.place.ecg, "run", "--data", folder, "--recipe", self.place.root / RECIPE,
             "--epochs", EPOCHS, "--threads", self.place.threads, "--output", scratch / "run"],
            is_peer=False, prepare=self.place.fresh_scratch, clean=self.place.fresh_scratch,
        )
        notebook = Contender(
            "notebook in Keras",
            self.place.python(
                "keras_notebook", "notebook", folder, "--output", scratch, "--epochs", EPOCHS,
                "--threads", self.place.threads,
            ),
            most_rounds=3, prepare=self.place.fresh_scratch, clean=self.place.fresh_scratch,
        )
        return [ours, notebook]

    def progress(self, figures):
        return f"{figures['wall']:.1f} s"

    def lines(self, results):
        title = f"the whole brief, CSV → report, {EPOCHS} epochs"
        ours = samples(results, "ours", "wall")
        key = best(results, "notebook", "wall", min)
        if not key:
            return [failed(title, "notebook in Keras", "≥ 4×")]
        peer = samples(results, key, "wall")
        ratio = peer.median / ours.median
        return [
            Line(title, ours.text("s", 1), f"{key}: {peer.text('s', 1)}", f"{ratio:.2f}×", "≥ 4×",
                 ratio >= 4)
        ]


class Ranks(Row):
    """Two processes by MPI against two threads, in training."""

    name = "ranks"
    is_default = False

    def contenders(self):
        if not shutil.which("mpirun"):
            raise Skipped("it needs mpirun, which scripts/install-mpi brings")
        one = self.training("two threads", [self.place.ecg], "--threads", 2)
        two = self.training(
            "two processes",
            ["mpirun", "--allow-run-as-root", "-n", 2, self.place.ecg], "--mpi", "--threads", 1,
        )
        return [one, two]

    def training(self, name, command, *options):
        data = self.place.training_file()
        return Contender(
            name,
            [*command, "train", "beats", "--data", data, "--recipe", "fast", "--epochs", 2, *options,
             "--output", self.place.scratch / "model.safetensors", "--force"],
            is_peer=False, prepare=self.place.fresh_scratch, clean=self.place.fresh_scratch,
        )

    def lines(self, results):
        two = samples(results, "two processes", "wall")
        one = samples(results, "two threads", "wall")
        ratio = one.median / two.median
        return [
            Line("two processes against two threads, two epochs of `fast`", two.text("s", 1),
                 f"two threads: {one.text('s', 1)}", f"{ratio:.2f}×", "≥ 0.97×", ratio >= 0.97)
        ]
