"""What the figures were measured on."""

import ctypes.util
import os
import platform
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

# Run in a process of its own: loading OpenBLAS takes memory, which children would inherit.
BLAS_PROGRAM = """
import ctypes, sys
library = ctypes.CDLL(sys.argv[1])
for name in ("openblas_get_config", "openblas_get_corename"):
    function = getattr(library, name)
    function.restype = ctypes.c_char_p
    print(function().decode())
"""


def output(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def processor():
    """The model, its family, and the widest vectors."""
    if sys.platform == "darwin":
        return output("sysctl", "-n", "machdep.cpu.brand_string").strip(), "NEON"
    text = Path("/proc/cpuinfo").read_text()

    def value(name):
        found = re.search(rf"^{name}\s*:\s*(.*)$", text, re.MULTILINE)
        return found.group(1) if found else ""

    flags = value("flags").split()
    widest = next((isa for isa in ("avx512f", "avx2", "avx") if isa in flags), platform.machine())
    model = value("model name") or platform.machine()
    if value("cpu family"):
        model += f" (family {value('cpu family')}, model {value('model')})"
    return model, {"avx512f": "AVX-512", "avx2": "AVX2", "avx": "AVX"}.get(widest, widest)


def blas(program):
    """The BLAS that `program` uses: its version and the kernels it chose."""
    if sys.platform == "darwin":
        return "Accelerate"
    found = re.search(r"=> (\S*blas\S*)", output("ldd", str(program)))
    library = found.group(1) if found else ctypes.util.find_library("openblas")
    if not library:
        return "unknown"
    lines = output(sys.executable, "-c", BLAS_PROGRAM, library).splitlines()
    if len(lines) != 2:
        return "unknown"
    version = re.match(r"OpenBLAS \S+", lines[0])
    return f"{version.group(0) if version else 'OpenBLAS'}, {lines[1]} kernels"


def describe(program):
    model, vectors = processor()
    swift = re.search(r"Swift version (\S+)", output("swift", "--version"))
    return {
        "processor": model,
        "cores": len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count(),
        "vectors": vectors,
        "blas": blas(program),
        "system": f"{platform.system()} {platform.release()}",
        "swift": swift.group(1) if swift else "unknown",
        "python": platform.python_version(),
        "date": date.today().isoformat(),
    }
