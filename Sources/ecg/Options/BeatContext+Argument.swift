public import ArgumentParser
public import ECGSignals

extension BeatContext: ExpressibleByArgument {}
