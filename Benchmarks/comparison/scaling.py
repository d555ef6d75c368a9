"""How time and memory grow with the number of beats, and a plot of it."""

import shutil
import subprocess

from .processes import Contender
from .rows import Line, Row, samples
from .workplace import say

COUNTS = (10_000, 100_000, 1_000_000)
THREADS = (1, 2)

PLOT = """
set terminal svg size 900,380 font "sans-serif,13" background "#ffffff"
set output "{output}"
set multiplot layout 1,2
set logscale x
set format x "10^{{%T}}"
set xlabel "beats"
set xrange [7e3:1.4e6]
set grid linecolor "#dddddd"
set key left top Left reverse
set border 3
set tics nomirror
set logscale y
set title "One epoch, seconds"
plot {guide} * x with lines dashtype 2 linecolor "#999999" title "linear", \\
  {times}
unset logscale y
set yrange [0:*]
set title "Peak memory, MB"
plot {memories}
unset multiplot
"""


class Scaling(Row):
    name = "scaling"
    is_default = False

    def contenders(self):
        # The few beats are over soon and vary more.
        return [
            Contender(
                key(count, threads),
                [self.place.ours, "scaling", self.place.many_beats(count), "--threads", threads],
                is_peer=False, most_rounds=5 if count < COUNTS[-1] else 2,
            )
            for count in COUNTS
            for threads in THREADS
        ]

    def progress(self, figures):
        return (
            f"{figures['seconds']:.2f} s, {figures['memory'] / 1e6:.0f} MB, "
            f"of which {figures['anonymous'] / 1e6:.0f} MB anonymous"
        )

    def lines(self, results):
        self.plot(results)
        return [line for threads in THREADS for line in self.lines_of(results, threads)]

    def lines_of(self, results, threads):
        title = f"a million beats, one epoch of a small network, {text(threads)}"
        many = samples(results, key(COUNTS[-1], threads), "seconds")
        lines = []
        for count in COUNTS[:-1]:
            few = samples(results, key(count, threads), "seconds")
            ratio = many.median / few.median * count / COUNTS[-1]
            lines.append(
                Line(
                    title, many.text("s", 1),
                    f"{count:,} beats: {few.text('s', 2)}", f"{ratio:.2f}× linear", "≤ 1.1×",
                    ratio <= 1.1,
                )
            )
        memory = samples(results, key(COUNTS[-1], threads), "anonymous")
        few = samples(results, key(COUNTS[0], threads), "anonymous")
        growth = memory.median - few.median
        # A tenth of what the beats themselves take is no growth with them.
        bar = 0.1 * COUNTS[-1] * 187 * 4
        lines.append(
            Line(
                title, memory.text("MB", 0, 1e-6) + " without mapped files",
                f"{COUNTS[0]:,} beats: {few.text('MB', 0, 1e-6)}", f"+{growth / 1e6:.0f} MB",
                f"+{bar / 1e6:.0f} MB", growth <= bar,
            )
        )
        return lines

    def plot(self, results):
        output = self.chosen.plot or self.place.cache / "scaling.svg"
        if not shutil.which("gnuplot"):
            say("No plot is drawn: gnuplot was not found.")
            return
        data, times, memories = [], [], []
        for threads in THREADS:
            data.append(f"$threads{threads} << end")
            for count in COUNTS:
                figures = [
                    samples(results, key(count, threads), name).median
                    for name in ("seconds", "memory", "anonymous")
                ]
                data.append(f"{count} {figures[0]} {figures[1] / 1e6} {figures[2] / 1e6}")
            data.append("end")
            style = f'with linespoints linewidth 2 pointtype 7 linecolor "{COLORS[threads]}"'
            times.append(f'$threads{threads} using 1:2 {style} title "{text(threads)}"')
            memories.append(f'$threads{threads} using 1:3 {style} title "{text(threads)}"')
            memories.append(
                f"$threads{threads} using 1:4 {style} dashtype 3 "
                f'title "{text(threads)}, without mapped files"'
            )
        guide = samples(results, key(COUNTS[0], 1), "seconds").median / COUNTS[0]
        script = "\n".join(data) + PLOT.format(
            output=output, guide=guide, times=", \\\n  ".join(times),
            memories=", \\\n  ".join(memories),
        )
        result = subprocess.run(["gnuplot"], input=script, text=True, capture_output=True)
        say(f"No plot is drawn: {result.stderr}" if result.returncode else f"Plot: {output}")


COLORS = {1: "#0072b2", 2: "#d55e00"}


def text(threads):
    return "one thread" if threads == 1 else f"{threads} threads"


def key(count, threads):
    return f"{count:,} beats, {text(threads)}"
