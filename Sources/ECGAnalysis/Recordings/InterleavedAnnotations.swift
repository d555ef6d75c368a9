import ECGRecordings

/// The annotations of beats with others among them, in order and made one by one: kept, those of
/// a million beats take 48 MB.
struct InterleavedAnnotations<Beats: Sequence<Annotation>>: Sequence, IteratorProtocol {
  private var beats: Beats.Iterator
  private var beat: Annotation?
  private var before: ArraySlice<Annotation>
  private var after: ArraySlice<Annotation>

  /// - Parameters:
  ///   - beats: the annotations of the beats, in order.
  ///   - before: others, in order, which stand before a beat at their sample.
  ///   - after: others, in order, which stand behind all that is at their sample.
  init(_ beats: Beats, before: [Annotation], after: [Annotation]) {
    self.beats = beats.makeIterator()
    beat = self.beats.next()
    (self.before, self.after) = (before[...], after[...])
  }

  mutating func next() -> Annotation? {
    let change = after.first?.sample ?? .max
    if let mark = before.first, mark.sample <= Swift.min(beat?.sample ?? .max, change) {
      return before.removeFirst()
    }
    if change < beat?.sample ?? .max { return after.removeFirst() }
    defer { beat = beats.next() }
    return beat
  }
}
