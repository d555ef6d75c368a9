"""Reading a CSV file of beats into float32 with pandas."""

import common

chosen = common.options(("read",), ("C parser", "pyarrow"))

import numpy  # noqa: E402
import pandas  # noqa: E402


def read():
    engine = "pyarrow" if "pyarrow" in chosen.words else "c"
    low_memory = {} if engine == "pyarrow" else {"low_memory": False}
    return pandas.read_csv(
        chosen.input, header=None, dtype=numpy.float32, engine=engine, **low_memory
    )


common.report(**common.times(read), version=pandas.__version__)
