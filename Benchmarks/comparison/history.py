"""What was measured at which commit, and what became slower since."""

import csv
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
FIELDS = ("date", "commit", "processor", "vectors", "row", "against", "ratio", "better")
# A loss by more than so much is told.
TOLERANCE = 0.05


def commit():
    """The commit that is checked out, with a + where files differ from it."""

    def git(*arguments):
        return subprocess.run(
            ["git", "-C", HERE, *arguments], capture_output=True, text=True).stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no")
    return git("rev-parse", "--short=8", "HEAD") + ("+" if changed else "")


def entries(lines, about):
    """A row of the history for each line whose ratio says which way is better."""
    for line in lines:
        number = line.ratio.removesuffix("linear").strip().removesuffix("×")
        try:
            ratio = float(number)
        except ValueError:
            continue
        if line.better is None:
            continue
        yield {
            "date": about["date"], "commit": commit(), "processor": about["processor"],
            "vectors": about["vectors"], "row": line.title,
            "against": line.other.partition(":")[0], "ratio": f"{ratio:g}", "better": line.better,
        }


def read(path):
    if not path.exists():
        return []
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def losses(found, earlier):
    """A sentence for each ratio that is worse than the last one of another commit on such a processor."""
    for entry in found:
        same = [
            past for past in earlier
            if all(past[name] == entry[name] for name in ("processor", "vectors", "row", "against"))
            and past["commit"] != entry["commit"]
        ]
        if not same:
            continue
        before, now = float(same[-1]["ratio"]), float(entry["ratio"])
        share = now / before if entry["better"] == "more" else before / now
        if share < 1 - TOLERANCE:
            yield (
                f"Slower than at {same[-1]['commit']}: {entry['row']}, against {entry['against']}: "
                f"{before:g}× then, {now:g}× now."
            )


def append(path, found):
    """Adds entries to the file; it keeps those of all commits."""
    is_new = not path.exists()
    with path.open("a", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerows(found)
