"""Contenders as processes of their own, and what they take."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

# Settings for one program's BLAS that would slow another's.
UNSET_FOR_PEERS = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


class ContenderFailed(Exception):
    """A contender ended with an error; its last words are the message."""


@dataclass
class Contender:
    """One side of a comparison: a command, and how it is told apart from the others."""

    name: str
    command: list
    setting: str = ""
    is_peer: bool = True
    # At most so many rounds, for what takes long and varies little.
    most_rounds: int = 1000
    # Runs in a round, for what is over in no time; the median of them counts.
    repeats: int = 1
    # Called before and after each run, outside what is measured.
    prepare: object = None
    clean: object = None
    # Where results are put: several settings of one peer differ in this.
    key: str = field(default="")

    def __post_init__(self):
        self.key = self.key or self.name


def run(contender):
    """Runs a contender and returns its figures: what it printed as JSON, if anything, and
    `wall` and `cpu` in seconds, `memory` in bytes and `anonymous`, the part of it that is not a
    mapped file."""
    environment = dict(os.environ)
    if contender.is_peer:
        for name in UNSET_FOR_PEERS:
            environment.pop(name, None)
    if contender.repeats > 1:
        return {"wall": statistics.median(start_times(contender.command, contender.repeats))}
    if contender.prepare:
        contender.prepare()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in contender.command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            env=environment,
        )
        try:
            anonymous, status, usage = wait(process)
        except BaseException:
            process.kill()
            process.wait()
            raise
        wall = time.perf_counter() - start
        if contender.clean:
            contender.clean()
        output.seek(0)
        errors.seek(0)
        if status != 0:
            words = errors.read().decode(errors="replace").strip().splitlines() or ["no message"]
            raise ContenderFailed(f"{contender.name} ended with status {status}: {words[-1]}")
        figures = last_json(output.read().decode(errors="replace"))
    scale = 1 if sys.platform == "darwin" else 1024
    return figures | {
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "memory": usage.ru_maxrss * scale,
        "anonymous": anonymous,
    }


def wait(process):
    """Waits for a process and returns its greatest anonymous memory seen, status and usage."""
    anonymous, pause = 0, 0.001
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return anonymous, process.returncode, usage
        anonymous = max(anonymous, anonymous_memory(process.pid))
        # Short commands are timed, long ones must not be disturbed.
        time.sleep(pause)
        pause = min(pause * 1.2, 0.02)


def anonymous_memory(pid):
    """A process's memory that is not a mapped file, in bytes; 0 where the system does not say."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def last_json(text):
    """The last line that is a JSON object; an empty one where none is."""
    for line in reversed(text.splitlines()):
        if line.startswith("{"):
            return json.loads(line)
    return {}


def start_times(command, count):
    """The seconds that each of `count` runs of a short command takes."""
    durations = []
    for _ in range(count):
        start = time.perf_counter()
        subprocess.run(
            [str(part) for part in command], check=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        durations.append(time.perf_counter() - start)
    return durations
