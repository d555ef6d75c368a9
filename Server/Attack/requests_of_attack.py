"""What Server/attack sends: requests as bytes, made by code."""

import math
import random
import struct

BOUNDARY = "a-boundary"
FORM = f"multipart/form-data; boundary={BOUNDARY}"
SHOWN = "application/x-ecg-recording"


def get(path, *fields):
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", *fields]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def post(path, kind, body, *fields):
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Type: {kind}",
             f"Content-Length: {len(body)}", *fields]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def upload(files, query="", accept=None):
    body = b""
    for name, content in files.items():
        content = content if isinstance(content, bytes) else content.encode()
        body += (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"'
                 "\r\n\r\n").encode() + content + b"\r\n"
    body += f"--{BOUNDARY}--\r\n".encode()
    return post("/v1/recordings" + query, FORM, body, *([f"Accept: {accept}"] if accept else []))


def beating(seconds, rate, interval=0.8, noise=0.0, seed=1):
    """Samples in units of 1/200 mV: a spike for each beat."""
    chance = random.Random(seed)
    shape = [math.exp(-((i / rate - 0.05) / 0.01) ** 2) for i in range(max(2, int(0.1 * rate)))]
    samples = [0.0] * int(seconds * rate)
    place = 0.5
    while (place + 0.2) * rate < len(samples):
        for i, value in enumerate(shape):
            samples[int(place * rate) + i] += 200 * value
        place += interval * (1 + 0.05 * chance.random())
    return [int(value + noise * chance.gauss(0, 1)) for value in samples]


def record(seconds, rate, leads, interval=0.8, noise=0.0, names=None):
    lead = beating(seconds, rate, interval, noise)
    header = f"r {leads} {rate} {len(lead)}\n" + "".join(
        f"r.dat 16 200 16 0 {lead[0]} {((sum(lead) + 32768) & 65535) - 32768} 0 "
        f"{names[i % len(names)] if names else 'V%d' % (i % 6 + 1)}\n" for i in range(leads))
    data = struct.pack(f"<{leads * len(lead)}h", *(v for value in lead for v in [value] * leads))
    return {"r.hea": header, "r.dat": data}


def edf(annotations):
    """Two data records, nearly all of them annotations."""
    count = annotations // 2
    field = lambda value, width: str(value).encode().ljust(width)[:width]  # noqa: E731
    head = b"0       " + field("X", 80) * 2 + field("01.01.20", 8) + field("10.20.30", 8)
    head += field(768, 8) + field("EDF+C", 44) + field(2, 8) + field(1, 8) + field(2, 4)
    head += field("ECG II", 16) + field("EDF Annotations", 16) + field("", 160) + field("uV", 8)
    head += field("", 8) + field(-1000, 8) * 2 + field(1000, 8) * 2 + field(-32768, 8) * 2
    head += field(32767, 8) * 2 + field("", 160) + field(250, 8) + field(count, 8) + field("", 64)
    entries = (b"+0\x14\x14\0" + b"+1\x14a\x14\0" * (2 * count // 6 - 1)).ljust(2 * count, b"\0")
    return head + (bytes(500) + entries) * 2


def labels(count):
    samples = ",".join(str(i) for i in range(1, count + 1))
    return (f'{{"samplingRate":250,"class":"{"N" * count}","sample":[{samples}]}}').encode()


def costly(small=False):
    """The costliest requests that the limits allow, and some that they just refuse."""
    share = 8 if small else 1
    table = ",".join("V%d" % (i % 6 + 1) for i in range(200)) + "\n" + (
        ",".join("1" for _ in range(200)) + "\n") * (2_000 if small else 20_000)
    beats = ",".join("0" for _ in range(187)) + "\n"
    day = 24 * 3600 // share
    found = {
        "table of 200 leads, signals back":
            post("/v1/recordings?rate=250", "text/csv", table.encode(), f"Accept: {SHOWN}"),
        "table of 200 leads":
            post("/v1/recordings?rate=250", "text/csv", table.encode()),
        "1000 signals x 8000 segments of nothing": upload({
            "r.hea": "r/8000 1000 250 8000\n" + "s 1\n" * 8_000,
            "s.hea": "s 1000 250 1\n" + "~ 0 200 16 0 0 0 0 V1\n" * 1_000}),
        "10000 segments x 5000 signals": upload({
            "r.hea": "r/10000 5000 250 10000\n" + "s 1\n" * 10_000,
            "s.hea": "s 5000 250 1\n" + "~ 0\n" * 5_000}),
        "2000 alternating signals": upload({
            "r.hea": "r 2000 250 500000\n" + "".join(
                f"{'ab'[i % 2]}.dat 16 200 12 0 0 0\n" for i in range(2_000)),
            "a.dat": bytes(1_000_000), "b.dat": bytes(1_000_000)}),
        "a day of nothing": upload({
            "r.hea": f"r 1 90 {90 * 24 * 3600}\n~ 0 200 16 0 0 0 0 II\n"}, accept=SHOWN),
        "8 million samples of silence in 16 bits": upload({
            "r.hea": "r 1 100 8000000\nr.dat 16 200 16 0 0 0 0 II\n", "r.dat": bytes(16_000_000 // 1)}
        ) if not small else upload({
            "r.hea": "r 1 100 1000000\nr.dat 16 200 16 0 0 0 0 II\n", "r.dat": bytes(2_000_000)}),
        "annotations that are no beats": upload({
            "r.hea": "r 1 250 5000\nr.dat 16 200 12 0 0 0 0 II\n", "r.dat": bytes(10_000),
            "r.atr": b"\x01\x58" * (30_000_000 // share) + b"\0\0"}, "?annotator=atr"),
        "annotations without number": upload({
            "r.hea": "r 1 250 5000\nr.dat 16 200 12 0 0 0 0 II\n", "r.dat": bytes(10_000),
            "r.atr": b"\0\x04" * (30_000_000 // share) + b"\0\0"}, "?annotator=atr"),
        "EDF, nearly all annotations": upload({"a.edf": edf(24_000_000 // share)}),
        "labels, a million": post("/v1/annotations", "application/json", labels(1_000_000 // share)),
        "summary of a million": post("/v1/summaries", "application/json", labels(1_000_000 // share)),
        "labels, 16 million": post(
            "/v1/annotations", "application/json",
            b'{"samplingRate":250,"class":"N","sample":[' + b"1," * (15_900_000 // share) + b"1]}"),
        "explanation of 262144 samples": post(
            "/v1/explanations", "application/json",
            ('{"samplingRate":250,"beat":5,"beats":[%s],"samples":[%s]}' % (
                ",".join(str(200 * (i + 1)) for i in range(1_300)),
                ",".join("0.%d" % (i % 7) for i in range(1 << 18)))).encode()),
        "10000 beats": post("/v1/beats", "text/csv", beats.encode() * 10_000),
        "80000 beats": post("/v1/beats", "text/csv", beats.encode() * (80_000 // share)),
        "beats of 32 MB in JSON": post(
            "/v1/beats", "application/json",
            ('{"beats":[' + ",".join(["[" + beats.strip() + "]"] * (80_000 // share)) + "]}").encode()),
        "a day of a fast heart, 1 lead": upload(record(day, 100, 1, 0.25)),
        "an hour of a fast heart, 12 leads": upload(record(3600 // share, 250, 12, 0.25)),
        "the same, signals back": upload(record(3600 // share, 250, 12, 0.25), accept=SHOWN),
        "noise in 64 leads": upload(record(600 // share, 250, 64, 0.4, noise=80)),
        "noise in 1000 leads": upload(record(60 // share, 250, 1000, 0.3, noise=40)),
    }
    return found


def mixed():
    """Small requests of all kinds with names, and whether the connection stays after each."""
    whole = record(10, 100, 2)
    honest = [
        ("health", get("/health")), ("models", get("/v1/models")), ("metrics", get("/metrics")),
        ("page", get("/")), ("document", get("/openapi.json")), ("nowhere", get("/nowhere")),
        ("recording", upload(whole)), ("signals", upload(whole, accept=SHOWN)),
        ("labels", post("/v1/annotations", "application/json", labels(100))),
        ("summary", post("/v1/summaries", "application/json", labels(100))),
        ("beats", post("/v1/beats", "text/csv", (",".join("0" for _ in range(187)) + "\n").encode() * 4)),
        ("no JSON", post("/v1/beats", "application/json", b"[")),
        ("no recording", upload({"x.bin": b"\0\1\2"})),
        ("no header", upload({"x.hea": "nonsense\n"})),
        ("years of nothing", upload({"x.hea": "x 1 360 40000000000\n~ 0 200 16 0 0 0 0 II\n"})),
        ("alternating", upload({"r.hea": "r 4 250 2\n" + "a.dat 16\nb.dat 16\n" * 2, "a.dat": b"abcd",
                                "b.dat": b"abcd"})),
        ("segments", upload({"r.hea": "r/1000 500 250 1000\n" + "s 1\n" * 1_000,
                             "s.hea": "s 500 250 1\n" + "~ 0\n" * 500})),
        ("a folder", upload({"x.hea": "x 1 360 10\n.. 16\n"})),
        ("EDF", upload({"a.edf": edf(20_000)})),
        ("other host", get("/health").replace(b"localhost", b"evil.example")),
        ("other site", get("/v1/example", "Origin: http://evil.example")),
        ("method", get("/health").replace(b"GET", b"BREW")),
    ]
    last = [
        ("old", b"GET /health HTTP/1.0\r\n\r\n"), ("two hosts", get("/health", "Host: localhost")),
        ("no host", b"GET /health HTTP/1.1\r\n\r\n"), ("no HTTP", b"hello\r\n\r\n"),
        ("chunk", b"POST /v1/beats HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n"),
        ("large header", get("/health", "X: " + "y" * 40_000)),
        ("large body", b"POST /v1/beats HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n"),
    ]
    return [(*kind, True) for kind in honest] + [(*kind, False) for kind in last]
