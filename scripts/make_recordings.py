"""Recordings for check-batch: pieces of MIT-BIH records in several formats, some of them broken.

    python make_recordings.py MITDB FOLDER COUNT BROKEN [SEED]

Writes COUNT recordings below FOLDER/in, BROKEN of them broken, and what is to become of each to FOLDER/expected.json:
its path → null where it is whole, else words that have to be in its error. Needs Python's standard library alone.
"""

import io
import json
import os
import random
import shutil
import struct
import sys
import tarfile
import zipfile
from array import array

RATE = 360
LEADS = 2
# A length, in seconds, is drawn between these, its logarithm evenly.
SHORTEST, LONGEST = 20, 300
PER_FOLDER = 25
FOLDERS = ["Station Süd/Zimmer 3", "患者/一", "two  spaces", "plain/deep/er/and/deeper", "it's, \"quoted\"", "Émile & fils",
           "心電図 📈", "100%", "a;b$c", "UPPER/lower"]
LOW = bytes(nibble - 16 & 0xFF if nibble > 7 else nibble for nibble in (byte & 15 for byte in range(256)))
HIGH = bytes(nibble - 16 & 0xFF if nibble > 7 else nibble for nibble in (byte >> 4 for byte in range(256)))


def numbers(content):
    """Samples of 16 bits, little-endian."""
    values = array("h")
    values.frombytes(content)
    if sys.byteorder == "big":
        values.byteswap()
    return values


class Piece:
    """Some seconds of a record: its bytes in format 212, of which three are a sample of either lead."""

    def __init__(self, packed, names):
        self.packed, self.names = packed, names
        self.frames = len(packed) // 3

    def interleaved(self):
        """The samples as format 16 has them, lead beside lead."""
        content = bytearray(4 * self.frames)
        content[0::4], content[2::4] = self.packed[0::3], self.packed[2::3]
        content[1::4] = self.packed[1::3].translate(LOW)
        content[3::4] = self.packed[1::3].translate(HIGH)
        return bytes(content)

    def leads(self):
        content = self.interleaved()
        values = numbers(content)
        return [values[lead::LEADS] for lead in range(LEADS)]


def wfdb(name, piece, code=212, frames=None, data=None):
    """A record: the header's text and the bytes of its signals."""
    content = piece.packed if code == 212 else piece.interleaved()
    lines = [f"{name} {LEADS} {RATE} {piece.frames if frames is None else frames}"]
    for lead, values in zip(piece.names, piece.leads()):
        checksum = (sum(values) + 0x8000) % 0x10000 - 0x8000
        lines.append(f"{data or name + '.dat'} {code} 200 11 1024 {values[0]} {checksum} 0 {lead}")
    return "\n".join(lines) + "\n", content


def edf(piece):
    """An EDF file, with records of one second."""
    seconds = piece.frames // RATE
    fields = [(["0"], 8), (["X"], 80), (["X"], 80), (["01.01.00"], 8), (["10.00.00"], 8), ([str(256 * (LEADS + 1))], 8),
              ([""], 44), ([str(seconds)], 8), (["1"], 8), ([str(LEADS)], 4),
              ([f"ECG {name}" for name in piece.names], 16), ([""] * LEADS, 80), (["mV"] * LEADS, 8),
              (["-5.12"] * LEADS, 8), (["5.115"] * LEADS, 8), (["0"] * LEADS, 8), (["2047"] * LEADS, 8),
              ([""] * LEADS, 80), ([str(RATE)] * LEADS, 8), ([""] * LEADS, 32)]
    header = "".join(value.ljust(width) for values, width in fields for value in values).encode("ascii")
    leads = piece.leads()
    blocks = [lead[RATE * second:RATE * (second + 1)].tobytes() for second in range(seconds) for lead in leads]
    return header + b"".join(blocks)


def table(piece, separator=","):
    """A table with times in seconds and samples in mV."""
    head = separator.join(["time [s]"] + [f"{name} [mV]" for name in piece.names])
    rows = [f"{frame / RATE:.6f}{separator}{(a - 1024) / 200:.3f}{separator}{(b - 1024) / 200:.3f}"
            for frame, (a, b) in enumerate(zip(*piece.leads()))]
    return ("\n".join([head] + rows) + "\n").encode()


class Database:
    def __init__(self, folder, chance):
        self.chance, self.records = chance, []
        for file in sorted(os.listdir(folder)):
            if not file.endswith(".hea"):
                continue
            with open(os.path.join(folder, file)) as header:
                lines = header.read().splitlines()
            name, leads, rate = lines[0].split()[:3]
            signals = [line.split() for line in lines[1:3]]
            if (leads, rate) != ("2", "360") or any(signal[1] != "212" for signal in signals):
                continue
            with open(os.path.join(folder, name + ".dat"), "rb") as data:
                self.records.append((data.read(), [signal[-1] for signal in signals]))
        if not self.records:
            sys.exit(f"make_recordings: expected MIT-BIH records in {folder}, found none.")

    def piece(self, seconds=None):
        packed, names = self.chance.choice(self.records)
        seconds = seconds or round(SHORTEST * (LONGEST / SHORTEST) ** self.chance.random())
        start = self.chance.randrange(len(packed) // 3 - seconds * RATE)
        return Piece(packed[3 * start:3 * (start + seconds * RATE)], names)


def whole(kind, name, piece):
    """The files of a recording that is in order, the one by which it is known first."""
    if kind in ("212", "16"):
        header, data = wfdb(name, piece, int(kind))
        return [(name + ".hea", header.encode()), (name + ".dat", data)]
    return [(f"{name}.{kind}", edf(piece) if kind == "edf" else table(piece))]


def shown(first):
    """How the command names a recording by the first of its files."""
    return first.removesuffix(".hea")


# Ways for a recording to be broken: the files of one, and words that have to be in the error.

def header_damage(name, piece):
    header, data = wfdb(name, piece)
    first, rest = header.split("\n", 1)
    one = rest.split("\n")[0]

    def record(text, words):
        return [(name + ".hea", text if isinstance(text, bytes) else text.encode()), (name + ".dat", data)], words

    return {
        "empty header": lambda: record("", "empty"),
        "blank header": lambda: record("\n\n# nothing\n", "expected"),
        "header of one byte again and again": lambda: record(b"\xff" * 600, "line 1"),
        "header of NUL": lambda: record(b"\0" * 600, "binary file"),
        "header in UTF-16": lambda: record(header.encode("utf-16"), "UTF-16"),
        "header of words": lambda: record("Dear colleague, please find attached the recording.\n", "line 1"),
        "header with escape sequences": lambda: record(f"{name} \x1b[31mred\x1b[0m 360 10\n", "binary file"),
        "header without signal lines": lambda: record(first + "\n", "line"),
        "one signal line too few": lambda: record(f"{first}\n{one}\n", "line"),
        "no signals": lambda: record(f"{name} 0 {RATE} {piece.frames}\n", "signal"),
        "negative rate": lambda: record(header.replace(f" {RATE} ", " -360 ", 1), "line 1"),
        "rate of nothing": lambda: record(header.replace(f" {RATE} ", " 0 ", 1), "line 1"),
        "rate that is no number": lambda: record(header.replace(f" {RATE} ", " nan ", 1), "line 1"),
        "unknown signal format": lambda: record(header.replace(" 212 ", " 999 "), "999"),
        "gain that is no number": lambda: record(header.replace(" 200 ", " much "), "line 2"),
        "data outside the folder": lambda: record(header.replace(f"{name}.dat", "../../../etc/passwd"), "line 2"),
        "wrong checksum": lambda: ([(name + ".hea", header.encode()), (name + ".dat", data[:300] + bytes(30) + data[330:])],
                                   "checksum"),
        "more signals than lines": lambda: record(header.replace(f"{name} 2 ", f"{name} 12 ", 1), "line"),
    }


def other_damage(name, piece):
    header, data = wfdb(name, piece)
    recording = edf(piece)
    text = table(piece)
    rows = text.split(b"\n")
    picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + random.Random(1).randbytes(5000)
    page = b"<!DOCTYPE html>\n<html><head><title>Log in</title></head><body>Your session has expired.</body></html>\n"

    def file(ending, content, words):
        return [(f"{name}.{ending}", content)], words

    def field(start, value):
        return recording[:start] + value + recording[start + len(value):]

    return {
        "data missing": lambda: ([(name + ".hea", header.encode())], f"{name}.dat"),
        "data empty": lambda: ([(name + ".hea", header.encode()), (name + ".dat", b"")], f"{name}.dat"),
        "segments missing": lambda: ([(name + ".hea", f"{name}/2 2 {RATE} 2000\n{name}_1 1000\n{name}_2 1000\n".encode())],
                                     f"{name}_1"),
        "empty EDF": lambda: file("edf", b"", "empty"),
        "EDF cut in its header": lambda: file("edf", recording[:100], "end of the file"),
        "EDF cut in the lines of its signals": lambda: file("edf", recording[:300], "end of the file"),
        "EDF without data": lambda: file("edf", recording[:256 * (LEADS + 1)], "expected"),
        "EDF with a number of signals that is none": lambda: file("edf", field(252, b"abcd"), "byte 252"),
        "EDF of negative duration": lambda: file("edf", field(244, b"-1      "), "byte 244"),
        "a picture called EDF": lambda: file("edf", picture, "PNG"),
        "a page called EDF": lambda: file("edf", page, "web page"),
        "zeros called BDF": lambda: file("bdf", bytes(4000), "expected"),
        "times that go back": lambda: file("csv", b"\n".join(rows[:200] + rows[100:]), "line"),
        "words in the samples": lambda: file("csv", b"\n".join(rows[:500] + [b"0.1,high,low"] + rows[501:]), "line 501"),
        "a row too short": lambda: file("csv", b"\n".join(rows[:500] + [b"0.1"] + rows[501:]), "line 501"),
    }


def zipped(files, method):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for path, content in files:
            archive.writestr(path, content)
    return stream.getvalue()


def tarred(files, mode):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:
        for path, content in files:
            entry = tarfile.TarInfo(path)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return stream.getvalue()


def archive_damage(name, piece):
    """Archives, of which the whole or the one recording in them is broken: path of the file, content, path of the
    recording that the error is told of, words."""
    inner = f"{name}.edf"
    recording = edf(piece)
    stored = zipped([(inner, recording)], zipfile.ZIP_STORED)
    deflated = zipped([(inner, recording)], zipfile.ZIP_DEFLATED)
    packed = tarred([(inner, recording)], "w:gz")
    plain = tarred([(inner, recording)], "w")
    flags = deflated.rindex(b"PK\1\2") + 8

    def of(ending, content, words, member=inner):
        path = f"{name}.{ending}"
        return path, content, f"{path}/{member}" if member else path, words

    def changed(content, place, byte):
        return content[:place] + bytes([byte]) + content[place + 1:]

    return {
        "ZIP cut": lambda: of("zip", deflated[:len(deflated) // 2], "byte", None),
        "ZIP with a wrong byte in its file": lambda: of("zip", changed(stored, len(stored) // 2, 0xAA), "checksum"),
        "ZIP with an encrypted file": lambda: of("zip", changed(deflated, flags, deflated[flags] | 1), "encrypted"),
        "ZIP by LZMA": lambda: of("zip", zipped([(inner, recording)], zipfile.ZIP_LZMA), "method 14"),
        "ZIP with a broken EDF": lambda: of("zip", zipped([(inner, recording[:100])], zipfile.ZIP_DEFLATED), "end of the file"),
        "ZIP with a name that leads out": lambda: of(
            "zip", zipped([("../../evil.edf", recording)], zipfile.ZIP_STORED), "inside the archive", ".._.._evil.edf"),
        "tar cut": lambda: of("tar", plain[:len(plain) // 2], "what followed is missing", None),
        "tar with a wrong header": lambda: of("tar", changed(plain, 3, 0x7A), "byte 0", None),
        "tar.gz cut": lambda: of("tar.gz", packed[:len(packed) // 2], "what followed is missing", None),
        "tar.gz with a wrong byte": lambda: of("tar.gz", changed(packed, len(packed) // 2, packed[len(packed) // 2] ^ 0x55),
                                               "expected compressed bytes", None),
    }


# Links and permissions are the folder's: what is made of a whole recording at a path.

def unreadable(path):
    os.chmod(path, 0)


def dangling(path):
    os.remove(path)
    os.symlink("was-here-once.edf", path)


PLACE_DAMAGE = {"no permission": (unreadable, "may not be read"), "link to nothing": (dangling, "a link to a file that is not there")}


def write(folder, path, content):
    place = os.path.join(folder, path)
    os.makedirs(os.path.dirname(place), exist_ok=True)
    with open(place, "wb") as file:
        file.write(content)


def main():
    mitdb, folder, count, broken = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    chance = random.Random(int(sys.argv[5]) if len(sys.argv) > 5 else 1)
    database = Database(mitdb, chance)
    root = os.path.join(folder, "in")
    shutil.rmtree(root, ignore_errors=True)
    expected, ways = {}, {}

    def place(number):
        return f"{FOLDERS[number // PER_FOLDER % len(FOLDERS)]}/{number // PER_FOLDER:03d}"

    def fails(path, words, way):
        expected[path], ways[path] = words, way

    kinds = ["212", "16", "edf", "csv"]
    number, good = 0, count - broken
    while number < good:
        # Three folders of four hold files, one an archive.
        number_of_folder = number // PER_FOLDER
        files = []
        for index in range(number, min(number + PER_FOLDER, good)):
            kind = chance.choice(kinds)
            name = f"r{index:05d}"
            if kind in ("edf", "csv"):
                name = chance.choice(["{}", "Herr Müller {}", "a, b {}", "{} “copy”"]).format(name)
            files.append(whole(kind, name, database.piece()))
        base = place(number)
        if number_of_folder % 4 == 3:
            ending = ["zip", "tar.gz", "tar"][number_of_folder // 4 % 3]
            inner = [(f"week {index % 2}/{path}", content) for index, recording in enumerate(files)
                     for path, content in recording]
            content = zipped(inner, zipfile.ZIP_DEFLATED) if ending == "zip" else tarred(
                inner, "w:gz" if ending == "tar.gz" else "w")
            write(root, f"{base}.{ending}", content)
            for index, recording in enumerate(files):
                expected[shown(f"{base}.{ending}/week {index % 2}/{recording[0][0]}")] = None
        else:
            for recording in files:
                for path, content in recording:
                    write(root, f"{base}/{path}", content)
                expected[shown(f"{base}/{recording[0][0]}")] = None
        number += PER_FOLDER

    damaged = 0
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    while damaged < broken:
        piece = database.piece(30)
        sample = [list(header_damage("x", piece)), list(other_damage("x", piece)), list(archive_damage("x", piece)),
                  [way for way in PLACE_DAMAGE if way != "no permission" or not is_root]]
        for table_of, ways_of in enumerate(sample):
            for way in ways_of:
                if damaged == broken:
                    break
                name = f"broken{damaged:04d}"
                base = f"{FOLDERS[damaged % len(FOLDERS)]}/broken"
                piece = database.piece(30)
                if table_of < 2:
                    files, words = [header_damage, other_damage][table_of](name, piece)[way]()
                    for path, content in files:
                        write(root, f"{base}/{path}", content)
                    fails(shown(f"{base}/{files[0][0]}"), words, way)
                elif table_of == 2:
                    path, content, recording, words = archive_damage(name, piece)[way]()
                    write(root, f"{base}/{path}", content)
                    fails(f"{base}/{recording}", words, way)
                else:
                    change, words = PLACE_DAMAGE[way]
                    write(root, f"{base}/{name}.edf", edf(piece))
                    change(os.path.join(root, f"{base}/{name}.edf"))
                    fails(f"{base}/{name}.edf", words, way)
                damaged += 1
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump({"expected": expected, "ways": ways}, file, ensure_ascii=False, indent=1)
    seconds = sum(os.path.getsize(os.path.join(where, file)) for where, _, files in os.walk(root) for file in files
                  if not os.path.islink(os.path.join(where, file)))
    print(f"{good} whole and {broken} broken recordings, {seconds / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
