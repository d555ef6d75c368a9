"""The server under load, and the library beside it, as processes."""

import json
import re
import subprocess
import sys
import tempfile
import time
from array import array
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLES = 187


class Server:
    """`ecg-server` on a port of its own, for as long as the block runs."""

    def __init__(self, path):
        # A file, not a pipe: nobody reads what it logs, and nothing must wait for that.
        self.log = tempfile.NamedTemporaryFile("r")
        self.process = subprocess.Popen(
            [path, "--port", "0", "--log-level", "notice"], stderr=open(self.log.name, "w"),
            stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
        )
        self.url = self.await_url()

    def await_url(self):
        seen = ""
        while not (found := re.search(r"url=(http://\S+:\d+)", seen)):
            if self.process.poll() is not None:
                sys.exit(f"serve: ecg-server ended: {seen.strip()}")
            time.sleep(0.01)
            seen += self.log.read()
        return found.group(1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    @property
    def memory(self):
        """The memory in use, in bytes; 0 where the system does not say."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return 0
        found = re.search(r"^VmRSS:\s+(\d+)", status, re.MULTILINE)
        return int(found.group(1)) * 1024 if found else 0

    def load(self, bodies, connections, seconds, pause=0.0):
        """Starts wrk in a process of its own."""
        return subprocess.Popen(
            [
                "wrk", "--threads", "1", "--connections", str(connections),
                "--duration", f"{seconds}s", "--timeout", "30s", "--script",
                str(HERE / "requests.lua"), f"{self.url}/v1/beats", "--", str(bodies), str(pause),
            ],
            stdout=subprocess.PIPE, text=True,
        )


def figures(load):
    """What a load gave, once it is over."""
    output, _ = load.communicate()
    lines = [line for line in output.splitlines() if line.startswith("{")]
    if load.returncode != 0 or not lines:
        sys.exit(f"serve: wrk failed: {output.strip()}")
    result = json.loads(lines[-1])
    if result["failed"]:
        sys.exit(f"serve: {result['failed']} requests of {result['requests']} failed")
    return result | {"rate": result["requests"] / result["seconds"]}


def write_bodies(beats, path, size):
    """Writes bodies of `size` beats each for `/v1/beats`, a line each, from a folder that
    `compare-ours beats` wrote."""
    values = array("f")
    values.frombytes((beats / "values.f32").read_bytes())
    if sys.byteorder == "big":
        values.byteswap()
    rows = [
        "[" + ",".join(f"{value:.7g}" for value in values[at : at + SAMPLES]) + "]"
        for at in range(0, len(values), SAMPLES)
    ]
    with path.open("w") as file:
        for at in range(0, len(rows) - size + 1, size):
            file.write('{"beats":[' + ",".join(rows[at : at + size]) + "]}\n")
