extension BeatDataset {
  /// Calls `body` with the index and the `L` samples of each beat in turn, without copies.
  package func forEachBeat(_ body: (Int, UnsafeBufferPointer<Float>) throws -> Void) rethrows {
    for beat in 0..<count { try values.withBeat(beat) { try body(beat, $0) } }
  }
}
