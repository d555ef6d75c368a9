"""The rows of the table that run the command `ecg`."""

from .processes import Contender
from .rows import Line, Network, Row, Skipped, best, failed, samples


class Prepare(Row):
    name = "prepare"

    def contenders(self):
        records = self.place.source.get("records")
        if not records:
            raise Skipped("it needs the MIT-BIH records in ECG_DATA")
        scratch = self.place.scratch
        ours = Contender(
            "ours",
            [self.place.ecg, "prepare", "mitdb", records, "--output", scratch,
             "--threads", self.place.threads],
            is_peer=False, prepare=self.place.fresh_scratch, clean=self.place.fresh_scratch,
        )
        numpy = Contender(
            "NumPy savetxt",
            self.place.python(
                "numpy_csv", "savetxt", self.place.all_beats(), "--output", scratch / "all.csv"
            ),
            most_rounds=2, prepare=self.place.fresh_scratch, clean=self.place.fresh_scratch,
        )
        return [ours, numpy]

    def lines(self, results):
        title = "`ecg prepare mitdb`, records → 514 MB of CSV"
        wall = samples(results, "ours", "wall")
        cpu = samples(results, "ours", "cpu")
        each = cpu.median / self.place.threads
        lines = [
            Line(
                title, f"{cpu.text('s', 2, 1 / self.place.threads)} of CPU time a core", "",
                "", "≤ 3 s", each <= 3,
            )
        ]
        key = best(results, "NumPy", "seconds", min)
        if not key:
            return lines + [failed(title, "NumPy", "≥ 10×")]
        peer = samples(results, key, "seconds")
        ratio = peer.median / wall.median
        return lines + [
            Line(
                title, f"{wall.text('s', 2)} by the clock", f"{key}: {peer.text('s', 1)}",
                f"{ratio:.1f}×", "≥ 10×", ratio >= 10,
            )
        ]


class Start(Row):
    name = "start"

    def contenders(self):
        return [Contender("ours", [self.place.ecg, "--version"], is_peer=False, repeats=40)]

    def progress(self, figures):
        return f"{figures['wall'] * 1e3:.1f} ms"

    def lines(self, results):
        wall = samples(results, "ours", "wall")
        return [
            Line(
                "start of the command, `ecg --version`", wall.text("ms", 1, 1e3), "", "",
                "≤ 30 ms", wall.median <= 0.030,
            )
        ]


class Memory(Row):
    name = "memory"

    def contenders(self):
        folder = self.place.training_file().parent
        records = self.place.source.get("records")
        return [self.training("CSV", folder)] + ([self.training("records", records)] if records else [])

    def training(self, name, data):
        return Contender(
            name,
            [self.place.ecg, "train", "--data", data, "--epochs", 1, "--threads",
             self.place.threads, "--output", self.place.scratch / "model.safetensors", "--force"],
            is_peer=False, most_rounds=1,
            prepare=self.place.fresh_scratch, clean=self.place.fresh_scratch,
        )

    def progress(self, figures):
        return f"{figures['memory'] / 1e6:.0f} MB, {figures['wall']:.0f} s"

    def lines(self, results):
        beats = "synthetic" if self.place.is_synthetic else "official"
        lines = []
        for key in results:
            memory = samples(results, key, "memory")
            lines.append(
                Line(
                    f"peak memory of `ecg train`, {beats} data from {key}",
                    memory.text("MB", 0, 1e-6), "", "", "≤ 600 MB", memory.median <= 600e6,
                )
            )
        return lines


class Threads(Network):
    name = "threads"

    def contenders(self):
        return [
            self.ours("training", *self.run_options(threads=count), name=f"{count} thread(s)")
            for count in (1, 2)
        ]

    def lines(self, results):
        one = samples(results, "1 thread(s)", "rate")
        two = samples(results, "2 thread(s)", "rate")
        ratio = two.median / one.median
        return [
            Line(
                "two threads against one, training", two.text("beats/s"),
                f"one thread: {one.text('beats/s')}", f"{ratio:.2f}×", "≥ 1.85×", ratio >= 1.85,
            )
        ]
