"""`Benchmarks/compare`: runs all contenders of all rows, interleaved, and prints the table."""

import argparse
import json
import sys
from pathlib import Path

from . import history, machine
from .arguments import Parser, positive
from .command_rows import Memory, Prepare, Start, Threads
from .processes import ContenderFailed, run
from .rows import Inference, OneBeat, Reading, Skipped, Training
from .scaling import Scaling
from .table import markdown
from .whole_rows import Brief, Day, Ranks
from .workplace import Workplace, say

ROWS = {
    row.name: row
    for row in (
        Training, Inference, OneBeat, Reading, Prepare, Start, Memory, Threads, Scaling,
        Day, Brief, Ranks,
    )
}


def options():
    default = ", ".join(name for name, row in ROWS.items() if row.is_default)
    parser = Parser(
        prog="compare",
        description="Runs this package and its peers on the same network, data and threads, "
        "interleaved, and prints medians with the least and greatest of the rounds.",
        epilog="Real data is used where ECG_DATA names a folder with it, synthetic beats where not.",
    )
    parser.add_argument("--only", metavar="ROWS", help=f"rows among {', '.join(ROWS)}, separated "
                        f"by commas; usually {default}")
    parser.add_argument("--rounds", type=positive(int), default=5, help="usually 5")
    parser.add_argument("--quick", action="store_true", help="two short rounds: a look, no result")
    parser.add_argument("--threads", type=positive(int), default=2, help="usually 2")
    parser.add_argument("--tune", action="store_true",
                        help="try all settings of the peers and take each one's fastest")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write all figures to FILE, too")
    parser.add_argument("--history", metavar="FILE", type=Path,
                        help="add the ratios to FILE, such as Benchmarks/history.csv, and tell "
                        "which became worse by more than 5 %% since another commit")
    parser.add_argument("--plot", metavar="FILE", type=Path, default=None,
                        help="the SVG of the row scaling; usually .cache/scaling.svg")
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    names = [name.strip() for name in chosen.only.split(",")] if chosen.only is not None else [
        name for name, row in ROWS.items() if row.is_default
    ]
    for name in names:
        if name not in ROWS:
            parser.error(f"--only: expected rows among {', '.join(ROWS)}, found {name or 'nothing'}")
    chosen.rows = [ROWS[name] for name in dict.fromkeys(names)]
    chosen.seconds = 1.0 if chosen.quick else 3.0
    if chosen.quick:
        chosen.rounds = min(chosen.rounds, 2)
    for path in filter(None, (chosen.json, chosen.plot, chosen.history)):
        if not path.absolute().parent.is_dir():
            parser.error(f"{path}: there is no such folder; make it first")
    return chosen


def measure(row, rounds):
    """The figures of all rounds by contender; each round runs them one after the other."""
    contenders = row.contenders()
    results = {contender.key: [] for contender in contenders}
    failures = {}
    for number in range(rounds):
        for contender in contenders:
            if number >= contender.most_rounds or contender.key in failures:
                continue
            label = f"{row.name}, round {number + 1} of {rounds}: {contender.key}"
            try:
                figures = run(contender)
            except ContenderFailed as failure:
                failures[contender.key] = str(failure)
                say(f"{label}: failed: {failure}")
                continue
            results[contender.key].append(figures)
            say(f"{label}: {row.progress(figures)}")
    ours = [c.key for c in contenders if not c.is_peer and c.key in failures]
    if ours:
        sys.exit(f"compare: {failures[ours[0]]}")
    return {key: rounds for key, rounds in results.items() if rounds}, failures


def main():
    chosen = options()
    if chosen.check:
        return
    place = Workplace(chosen)
    lines, figures, notes = [], {}, []
    for kind in chosen.rows:
        row = kind(place, chosen)
        try:
            results, failures = measure(row, chosen.rounds)
        except Skipped as reason:
            notes.append(f"`{row.name}` was skipped: {reason}.")
            continue
        notes += failures.values()
        lines += row.lines(results)
        figures[row.name] = results
    about = machine.describe(place.ecg)
    versions = {
        key: rounds[0]["version"]
        for results in figures.values()
        for key, rounds in results.items()
        if "version" in rounds[0]
    }
    if chosen.history and not chosen.quick:
        found = list(history.entries(lines, about))
        notes += history.losses(found, history.read(chosen.history))
        history.append(chosen.history, found)
    print(markdown(lines, about, place.source["kind"], chosen, versions, notes))
    if chosen.json:
        document = {
            "machine": about, "data": place.source, "rounds": chosen.rounds,
            "threads": chosen.threads, "lines": [vars(line) for line in lines],
            "figures": figures, "notes": notes,
        }
        chosen.json.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n")


try:
    main()
except KeyboardInterrupt:
    sys.exit(130)
