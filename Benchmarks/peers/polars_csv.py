"""Reading a CSV file of beats into float32 with Polars."""

import common

chosen = common.options(("read",), ("read_csv", "scan_csv"))

import polars  # noqa: E402

schema = {f"column_{index}": polars.Float32 for index in range(1, common.SAMPLES + 2)}


def read():
    if "scan_csv" in chosen.words:
        return polars.scan_csv(chosen.input, has_header=False, schema=schema).collect()
    return polars.read_csv(chosen.input, has_header=False, schema=schema)


common.report(**common.times(read), version=polars.__version__)
