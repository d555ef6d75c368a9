"""What check-batch looks at; called by it.

    python check-batch.py ECG MITDB [--recordings N] [--kills N] [--rounds N] [--keep FOLDER]
"""

import argparse
import collections
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
# What two jobs are to do in the time of one, and what memory may grow by where there are ten times as many recordings.
RATE, GROWTH = 1.9, 1.2
MOST_MEASURED = 400

Run = collections.namedtuple("Run", "status wall processor memory errors")


class Check:
    def __init__(self, options, folder):
        self.options, self.folder, self.wrong = options, folder, 0
        # Checksums of files that were looked at, by what changes where a file does.
        self.known = {}

    def fault(self, text):
        print(f"WRONG: {text}", file=sys.stderr)
        self.wrong += 1

    def command(self, output, jobs, listed=None):
        return [self.options.ecg, "classify", *(["--list", listed] if listed else ["in"]), "--output", output, "--resume",
                "--jobs", str(jobs), "--threads", str(jobs)]

    def run(self, command):
        """Runs a command: its status, seconds, seconds of processors, and peak memory in MB."""
        with open(os.path.join(self.folder, "errors"), "wb+") as errors:
            start = time.monotonic()
            process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=errors)
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.monotonic() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            errors.seek(0)
            said = errors.read().decode()
        memory = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
        return Run(process.returncode, wall, usage.ru_utime + usage.ru_stime, memory, said)

    def sums(self, folder):
        """All files of a folder, hidden ones too, with their checksums."""
        found = {}
        root = os.path.join(self.folder, folder)
        for where, _, files in os.walk(root):
            for file in files:
                path = os.path.join(where, file)
                status = os.stat(path)
                key = path, status.st_ino, status.st_mtime_ns, status.st_size
                if key not in self.known:
                    with open(path, "rb") as content:
                        self.known[key] = hashlib.sha256(content.read()).hexdigest()
                found[os.path.relpath(path, root)] = self.known[key]
        return found

    def compare(self, name, one, other):
        """Whether two folders hold the same."""
        differences = sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
        if differences:
            self.fault(f"{name}: {len(differences)} files differ: {', '.join(differences[:5])}")

    # The checks

    def results(self, output):
        """Whether all is as make_recordings said it would be; prints each way of being broken with its error."""
        with open(os.path.join(self.folder, "expected.json")) as file:
            plan = json.load(file)
        found = {}
        with open(os.path.join(self.folder, output, "results.jsonl")) as file:
            for line in file:
                result = json.loads(line)
                if result["path"] in found:
                    self.fault(f"{result['path']} is in the results twice")
                found[result["path"]] = result
        told = set()
        for path, words in plan["expected"].items():
            result = found.pop(f"in/{path}", None)
            if result is None:
                self.fault(f"{path} ({plan['ways'].get(path, 'whole')}) is not in the results")
                continue
            message = result.get("error", {}).get("message")
            if words is None:
                if message:
                    self.fault(f"{path} is whole and failed: {message}")
                elif not result["summary"]["beats"] and not result["summary"]["unusableBeats"]:
                    self.fault(f"{path} has no beats")
                continue
            way = plan["ways"][path]
            if message is None:
                self.fault(f"{path} is broken ({way}) and was classified")
            elif words not in message or "\n" in message or not message.startswith("in/") or len(message) > 1000:
                self.fault(f"{path} is broken ({way}): expected '{words}' in its error, found: {message}")
            if way not in told:
                told.add(way)
                print(f"  {way}: {message}")
        for path, result in found.items():
            # Of what is left of an archive that was cut, some may be whole.
            if not any(path.startswith(f"in/{other}/") for other in plan["ways"]):
                self.fault(f"{path} is in the results and was not expected: {result.get('error')}")

    def rate(self, listed, count):
        """Two jobs beside one, in turn."""
        runs = collections.defaultdict(list)
        for round in range(self.options.rounds):
            for jobs in (1, 2):
                shutil.rmtree(os.path.join(self.folder, f"rate{jobs}"), ignore_errors=True)
                runs[jobs].append(self.run(self.command(f"rate{jobs}", jobs, listed)))
        self.compare("one job and two", self.sums("rate1"), self.sums("rate2"))
        for jobs, all_of in runs.items():
            text = ", ".join(f"{run.wall:.2f} s ({run.processor:.2f} s of processors)" for run in all_of)
            print(f"  {jobs} job{'s' if jobs > 1 else ''}, {count} recordings: {text}")
        wall = {jobs: min(run.wall for run in all_of) for jobs, all_of in runs.items()}
        ratio = wall[1] / wall[2]
        print(f"  {ratio:.2f} times as fast, best of each; {count / wall[2]:.1f} recordings a second; "
              f"load {os.getloadavg()[0]:.1f}")
        if ratio < RATE:
            self.fault(f"two jobs are {ratio:.2f} times as fast as one, expected {RATE}")

    def killed(self, undisturbed, seconds):
        """Kills a run at any moment, again and again, until it ends."""
        chance = random.Random()
        killed = 0
        command = self.command("killed", 2)
        for _ in range(self.options.kills):
            process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                process.wait(timeout=chance.uniform(0, 2 * seconds / self.options.kills))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                killed += 1
            for path, content in self.sums("killed").items():
                if not os.path.basename(path).startswith(".") and undisturbed.get(path) != content:
                    self.fault(f"a kill leaves {path} as it should not be")
        last = self.run(command)
        print(f"  {killed} killed, {self.options.kills - killed} ended before; the last took {last.wall:.1f} s")
        self.compare("the killed run", undisturbed, self.sums("killed"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("ecg")
    parser.add_argument("mitdb")
    parser.add_argument("--recordings", type=int, default=400)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep")
    options = parser.parse_args()
    options.ecg, options.mitdb = os.path.abspath(options.ecg), os.path.abspath(options.mitdb)
    folder = options.keep or tempfile.mkdtemp()
    os.makedirs(folder, exist_ok=True)
    try:
        check = Check(options, folder)
        broken = max(60, options.recordings // 50)
        subprocess.run([sys.executable, os.path.join(HERE, "make_recordings.py"), options.mitdb, folder,
                        str(options.recordings), str(broken)], check=True)
        print("All of them, by two jobs:")
        for output in ("undisturbed", "killed"):
            shutil.rmtree(os.path.join(folder, output), ignore_errors=True)
        whole = check.run(check.command("undisturbed", 2))
        print(f"  {whole.wall:.1f} s ({whole.processor:.1f} s of processors), {whole.memory:.0f} MB")
        if whole.status != 65:
            check.fault(f"expected status 65, since some are broken, found {whole.status}: {whole.errors[-500:]}")
        check.results("undisturbed")
        with open(os.path.join(folder, "expected.json")) as file:
            paths = [f"in/{path}" for path, words in json.load(file)["expected"].items() if words is None]
        paths = [path for path in paths if not any(f"{ending}/" in path for ending in (".zip", ".tar", ".tar.gz"))]
        for name, count in (("tenth", options.recordings // 10), ("measured", MOST_MEASURED)):
            with open(os.path.join(folder, name), "w") as file:
                file.write("\n".join(paths[:count]) + "\n")
        print("Memory:")
        shutil.rmtree(os.path.join(folder, "small"), ignore_errors=True)
        small = check.run(check.command("small", 2, "tenth"))
        print(f"  {options.recordings // 10} recordings {small.memory:.0f} MB, {options.recordings} {whole.memory:.0f} MB")
        if whole.memory > GROWTH * small.memory:
            check.fault(f"memory grows by the number of recordings, from {small.memory:.0f} to {whole.memory:.0f} MB")
        print("Rate:")
        check.rate("measured", min(len(paths), MOST_MEASURED))
        print("Killed:")
        check.killed(check.sums("undisturbed"), whole.wall)
        print(f"{check.wrong} wrong")
        sys.exit(1 if check.wrong else 0)
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
