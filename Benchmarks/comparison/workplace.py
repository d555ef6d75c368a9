"""The programs and files that contenders work with."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent


class Workplace:
    """Paths, and files made when they are first asked for and kept in `.cache`."""

    def __init__(self, chosen):
        self.threads = chosen.threads
        self.seconds = chosen.seconds
        self.ecg = Path(os.environ["ECG"])
        self.ours = Path(os.environ["COMPARE_OURS"])
        self.root = HERE.parent
        self.peers = HERE / "peers"
        self.cache = HERE / ".cache"
        self.cache.mkdir(exist_ok=True)
        self.scratch = self.cache / "scratch"
        self.beats = self.cache / "beats"
        self.source = self.tool("beats", self.beats)

    @property
    def is_synthetic(self):
        return not (self.source.get("records") or self.source.get("trainingFile"))

    def tool(self, *arguments):
        """Runs our tool for what is no measurement, and returns the JSON it prints."""
        return json_of(self.ours, *arguments)

    def python(self, peer, *arguments):
        """The command of a peer."""
        return [sys.executable, self.peers / f"{peer}.py", *arguments]

    def made(self, name, make):
        """The file or folder of that name in the cache; `make` writes it where it is missing."""
        path = self.cache / (f"synthetic-{name}" if self.is_synthetic else name)
        if not path.exists():
            say(f"Making {path} …")
            partial = path.with_name(f"partial-{path.name}")
            remove(partial)
            make(partial)
            partial.rename(path)
        return path

    def official_folder(self):
        """A folder with mitbih_train.csv, and mitbih_test.csv where there are records."""

        def make(folder):
            folder.mkdir()
            if records := self.source.get("records"):
                self.command("prepare", "mitdb", records, "--output", folder)
            else:
                self.synthetic(87_554, folder / "mitbih_train.csv")

        return self.made("official", make)

    def training_file(self):
        """The file of 87,554 training beats in Kaggle's form."""
        if path := self.source.get("trainingFile"):
            return Path(path)
        return self.official_folder() / "mitbih_train.csv"

    def short_file(self):
        """The same beats in short decimals."""
        train = self.training_file()
        return self.made("short.csv", lambda path: self.tool("short-file", train, path))

    def crlf_file(self):
        """The same text with carriage returns, which no fixed-width reader takes."""
        train = self.training_file()

        def make(path):
            with train.open("rb") as source, path.open("wb") as target:
                for line in source:
                    target.write(line.rstrip(b"\r\n") + b"\r\n")

        return self.made("crlf.csv", make)

    def day(self):
        """A record of 24 h of two leads: the 48 of MIT-BIH one after the other; None without them."""
        records = self.source.get("records")
        if not records:
            return None

        def make(folder):
            import numpy  # The options are read where the peers are not installed yet.

            folder.mkdir()
            names = (Path(records) / "RECORDS").read_text().split()
            # All are of two leads, two samples of 12 bits in three bytes, at 360 a second: they can be joined.
            with (folder / "day.dat").open("wb") as joined:
                for name in names:
                    joined.write((Path(records) / f"{name}.dat").read_bytes())
            parts = numpy.fromfile(folder / "day.dat", numpy.uint8).reshape(-1, 3).astype(numpy.int32)
            lines = [f"day 2 360 {len(parts)}"]
            for lead, low, high in (
                ("MLII", parts[:, 0], parts[:, 1] & 15), ("V1", parts[:, 2], parts[:, 1] >> 4),
            ):
                signal = low | high << 8
                signal[signal > 2047] -= 4096
                checksum = (int(signal.sum()) + 32768) % 65536 - 32768
                lines.append(f"day.dat 212 200 11 1024 {signal[0]} {checksum} 0 {lead}")
            (folder / "day.hea").write_text("\n".join(lines) + "\n")

        return self.made("day", make) / "day"

    def all_beats(self):
        """As many beats as both official files have, as a folder."""
        return self.made("all-beats", lambda path: self.tool("beats", path, "--count", "109446"))

    def many_beats(self, count):
        """Made-up beats as a file to be mapped."""
        path = self.cache / f"many-{count}.safetensors"
        if not path.exists():
            say(f"Making {path} …")
            self.synthetic(count, path)
        return path

    def synthetic(self, count, path):
        """Makes up beats; the file appears whole or not at all."""
        self.command("prepare", "synthetic", "--beats", count, "--output", path)

    def command(self, *arguments):
        """Runs `ecg` for what is no measurement."""
        command = [str(part) for part in (self.ecg, *arguments)]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode != 0:
            sys.exit(f"{' '.join(command)} failed: {result.stderr.strip()}")

    def onnx_model(self):
        """The benchmark network, exported from PyTorch."""

        def make(path):
            command = self.python("torch_network", "export", self.beats, "--output", path)
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        return self.made("benchmark.onnx", make)

    def fresh_scratch(self):
        """Empties the folder that contenders may write to, and lets the disk catch up: what one
        contender left it to write must not be waited for by the next."""
        remove(self.scratch)
        self.scratch.mkdir()
        os.sync()


def json_of(program, *arguments):
    """Runs a program and returns the JSON in its last line."""
    command = [str(part) for part in (program, *arguments)]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)} failed: {result.stderr.strip()}")
    lines = result.stdout.strip().splitlines()
    return json.loads(lines[-1]) if lines else {}


def remove(path):
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def say(text):
    print(text, file=sys.stderr, flush=True)
