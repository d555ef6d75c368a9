"""Open detectors on a long record: from the file to the R peaks of its first lead."""

import time

import common

chosen = common.options(("sleepecg", "neurokit2", "xqrs"))

import wfdb  # noqa: E402

if chosen.task == "sleepecg":
    import sleepecg as package

    def find(signal, rate):
        return package.detect_heartbeats(signal, rate)

elif chosen.task == "neurokit2":
    import neurokit2 as package

    def find(signal, rate):
        clean = package.ecg_clean(signal, sampling_rate=rate)
        return package.ecg_peaks(clean, sampling_rate=rate)[1]["ECG_R_Peaks"]

else:
    from wfdb import processing

    package = wfdb

    def find(signal, rate):
        detector = processing.XQRS(sig=signal, fs=rate)
        detector.detect(verbose=False)
        return detector.qrs_inds


start = time.perf_counter()
record = wfdb.rdrecord(str(chosen.input), channels=[0])
beats = find(record.p_signal[:, 0], record.fs)
common.report(seconds=time.perf_counter() - start, beats=len(beats), version=package.__version__)
