"""`Benchmarks/serve`: what of the library's rate is left behind HTTP, how long one beat takes, and
whether memory stays flat."""

import argparse
import os
import sys
import time
from pathlib import Path

from comparison import machine
from comparison.arguments import Parser, positive
from comparison.samples import Samples
from comparison.table import verdict
from comparison.workplace import json_of, say

from .load import Server, figures, write_bodies

FAILED = 1
CONNECTIONS = 64
BEATS = 64
# The soak's bars.
SOAK_RATE = 1_000_000 / (20 * 60)
GROWTH = 0.05


def options():
    parser = Parser(
        prog="serve",
        description="Loads ecg-server with wrk, on the same cores, and compares it with the "
        "library's own rate; figures are medians of the rounds.",
        epilog="Real beats are sent where ECG_DATA names a folder with them, synthetic ones where "
        "not. All traffic stays on this machine.",
    )
    parser.add_argument("--seconds", type=positive(int), default=10, help="of each load; usually 10")
    parser.add_argument("--rounds", type=positive(int), default=3, help="usually 3")
    parser.add_argument("--threads", type=positive(int), default=2,
                        help="of the library; the server takes all cores; usually 2")
    parser.add_argument("--soak", type=positive(int), metavar="MINUTES",
                        help="instead: send single beats for so long and watch the memory")
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


class Bodies:
    """The files of what is sent."""

    def __init__(self, ours):
        cache = Path(__file__).resolve().parent.parent / ".cache"
        cache.mkdir(exist_ok=True)
        self.beats = cache / "beats"
        self.kind = json_of(ours, "beats", self.beats)["kind"]
        self.single = cache / "single.jsonl"
        self.many = cache / "many.jsonl"
        write_bodies(self.beats, self.single, 1)
        write_bodies(self.beats, self.many, BEATS)


def measure(chosen, ours, bodies):
    """The table, and whether all bars were met."""
    library, many, single, half = [], [], [], []
    for number in range(chosen.rounds):
        label = f"round {number + 1} of {chosen.rounds}"
        rate = json_of(
            ours, "pretrained", bodies.beats, "--threads", chosen.threads, "--batch", 2048,
            "--seconds", chosen.seconds,
        )["rate"]
        library.append(rate)
        say(f"{label}: library {rate:,.0f} beats/s")
        with Server(os.environ["ECG_SERVER"]) as server:
            figures(server.load(bodies.single, CONNECTIONS, 1))
            result = figures(server.load(bodies.many, CONNECTIONS, chosen.seconds))
            many.append(BEATS * result["rate"])
            say(f"{label}: {BEATS} beats a request {many[-1]:,.0f} beats/s")
            peak = figures(server.load(bodies.single, CONNECTIONS, chosen.seconds))["rate"]
            single.append(peak)
            say(f"{label}: one beat a request {peak:,.0f} requests/s")
            # A connection's turn is the pause and the time of the answer, which a short load tells.
            turn = 1000 * CONNECTIONS / (peak / 2)
            trial = figures(server.load(bodies.single, CONNECTIONS, 2, turn))
            pause = max(1, 2 * turn - 1000 * CONNECTIONS / trial["rate"])
            result = figures(server.load(bodies.single, CONNECTIONS, chosen.seconds, pause))
            half.append(result)
            say(f"{label}: at {result['rate']:,.0f} requests/s p99 {1000 * result['p99']:.2f} ms")
    share = Samples(many).median / Samples(library).median
    tail = Samples([one["p99"] for one in half])
    rows = [
        ("the library, 2048 beats at a time", Samples(library).text("beats/s"), "", ""),
        (
            f"`/v1/beats`, {BEATS} beats a request, {CONNECTIONS} connections",
            Samples(many).text("beats/s"), f"{share:.0%} of the library, ≥ 50 %",
            verdict(share >= 0.5),
        ),
        (
            f"one beat a request, {CONNECTIONS} connections", Samples(single).text("requests/s"),
            "", "",
        ),
        (
            f"at half of that ({Samples([one['rate'] for one in half]).median:,.0f} requests/s): "
            "99th percentile",
            tail.text("ms", 2, 1000), "< 10 ms", verdict(tail.median < 0.01),
        ),
    ]
    return rows, share >= 0.5 and tail.median < 0.01


def soak(minutes, bodies):
    """The table of a long load, and whether all bars were met."""
    with Server(os.environ["ECG_SERVER"]) as server:
        before = server.memory
        load = server.load(bodies.single, CONNECTIONS, 60 * minutes)
        memory, start = [], time.monotonic()
        while load.poll() is None:
            time.sleep(1)
            if time.monotonic() - start >= 60 * (len(memory) + 1) - 2:
                memory.append(server.memory)
                say(f"minute {len(memory)} of {minutes}: {memory[-1] / 1e6:.1f} MB")
        result = figures(load)
    # What is in use at a moment goes up and down with what is being answered.
    early = max(memory[: max(1, len(memory) // 4)])
    growth = memory[-1] / early - 1
    is_fast, is_flat = result["rate"] >= SOAK_RATE, growth <= GROWTH
    rows = [
        (
            f"{minutes} minutes of single beats", f"{result['requests']:,} requests, none failed",
            "≥ 1,000,000 in 20 minutes", verdict(is_fast),
        ),
        (
            "memory",
            f"{before / 1e6:.1f} MB at first, {early / 1e6:.1f} MB at most in the first quarter, "
            f"{memory[-1] / 1e6:.1f} MB at the end, {max(memory) / 1e6:.1f} MB at most",
            f"{growth:+.1%}, ≤ {GROWTH:+.0%}", verdict(is_flat),
        ),
    ]
    return rows, is_fast and is_flat


def main():
    chosen = options()
    if chosen.check:
        return
    ours = os.environ["COMPARE_OURS"]
    bodies = Bodies(ours)
    rows, is_met = soak(chosen.soak, bodies) if chosen.soak else measure(chosen, ours, bodies)
    print("| | measured | bar | |\n|---|---|---|---|")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    about = machine.describe(os.environ["ECG_SERVER"])
    print(
        f"\n{about['date']}, {about['processor']}, {about['cores']} cores, {about['vectors']}, "
        f"{about['blas']}, {about['system']}, Swift {about['swift']}; wrk, with one thread, on the "
        f"same cores; {bodies.kind}."
    )
    if not chosen.soak:
        print(f"Medians of {chosen.rounds} rounds, in brackets the least and the greatest.")
    sys.exit(0 if is_met else FAILED)


try:
    main()
except KeyboardInterrupt:
    sys.exit(130)
