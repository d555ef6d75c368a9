extension BeatDataset {
  /// Calls `body` with the index and the `L` samples of each beat in turn, without copies.
  package func forEachBeat(_ body: (Int, UnsafeBufferPointer<Float>) throws -> Void) rethrows {
    try values.withUnsafeBufferPointer { values in
      for beat in 0..<count {
        let samples = beat * samplesPerBeat..<(beat + 1) * samplesPerBeat
        try body(beat, UnsafeBufferPointer(rebasing: values[samples]))
      }
    }
  }
}
