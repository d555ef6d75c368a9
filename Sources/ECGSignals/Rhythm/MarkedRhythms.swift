package import ECGRecordings

/// The rhythms that annotations mark: each holds from its mark to the next one.
package struct MarkedRhythms: Sendable {
  /// Where a rhythm begins.
  package struct Beginning: Equatable, Sendable {
    /// The sample of its mark, as the annotations count.
    package let sample: Int
    /// The rhythm; nil for one that is not told.
    package let rhythm: RhythmEpisode.Rhythm?
  }

  private var marks: [Beginning] = []

  /// Creates rhythms of which none is marked yet.
  package init() {}

  /// The rhythms among annotations.
  package init(_ annotations: [Annotation]) {
    for annotation in annotations { take(annotation) }
  }

  /// Takes an annotation; one that marks no rhythm is passed over.
  package mutating func take(_ annotation: Annotation) {
    guard let name = annotation.rhythm else { return }
    marks.append(
      Beginning(sample: annotation.sample, rhythm: RhythmEpisode.Rhythm(annotation: name)))
  }

  /// Where rhythms begin, in order of time, whatever that of the file is; those of one
  /// time keep its order.
  package var beginnings: [Beginning] {
    // The library's sort is stable.
    marks.sorted { $0.sample < $1.sample }
  }

  /// The rhythm at each position; nil where no rhythm is marked at all.
  ///
  /// - Parameter positions: ascending, as the annotations count.
  package func rhythms(at positions: [Double]) -> [RhythmEpisode.Rhythm?]? {
    guard !marks.isEmpty else { return nil }
    var waiting = beginnings[...]
    var rhythm: RhythmEpisode.Rhythm?
    return positions.map { position in
      while let next = waiting.first, Double(next.sample) <= position {
        rhythm = next.rhythm
        waiting.removeFirst()
      }
      return rhythm
    }
  }
}
