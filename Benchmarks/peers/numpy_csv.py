"""Writing beats in the form of Kaggle's files with NumPy."""

import time

import common

chosen = common.options(("savetxt",))

import numpy  # noqa: E402

values, labels = common.load_beats(chosen.input)
matrix = numpy.column_stack([values, labels.astype(numpy.float32)])
start = time.perf_counter()
numpy.savetxt(chosen.output, matrix, fmt="%.18e", delimiter=",")
common.report(seconds=time.perf_counter() - start, version=numpy.__version__)
