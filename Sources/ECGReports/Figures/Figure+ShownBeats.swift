public import ECGDatasets
import Foundation

extension Figure {
  /// What makes a beat doubtful.
  public enum Doubt: Sendable {
    /// No class is much more probable than the others.
    case uncertain
    /// It was taken for another class than its label, and with confidence.
    case wrong
  }

  private static let howToRead = """
    Orange and thick: adds to the log-odds of the class; blue and thick: takes from them. The scale of \
    each beat goes up to its own largest share.
    """

  /// Beats of each class, coloured by which part of them decided: a row for each class.
  ///
  /// - Parameters:
  ///   - task: the `K` classes.
  ///   - beats: beats with their shares, in rows by the class they were taken for.
  ///   - samplingRate: samples a second, in Hz; nil where unknown, and time is then counted in
  ///     samples.
  public static func explainedBeats(
    task: BeatTask, beats: [ShownBeat], samplingRate: Double?
  ) -> Figure {
    let rows = task.classes.enumerated().map { index, kind in
      let members = beats.filter { $0.prediction == index }
      return BeatGrid.Row(
        title: kind.label,
        beats: members.map {
          BeatGrid.Beat(
            samples: $0.samples, paint: .shares($0.shares),
            corner: Numerals.score(Double($0.confidence)))
        })
    }
    let grid = BeatGrid(
      rows: rows, columns: max(rows.map(\.beats.count).max() ?? 1, 1),
      axis: axis(of: beats, samplingRate))
    return Figure(
      name: "explained-beats",
      title: "What decides, class by class",
      caption: "\(howToRead) The number above a beat is the probability of the class.",
      alternativeText: """
        Small drawings of beats of each class, coloured by what each part adds to the class or takes \
        from it. \(strongest(beats, task, grid.axis))
        """,
      drawing: grid.script)
  }

  /// Doubtful beats, drawn small.
  ///
  /// - Parameters:
  ///   - doubt: what makes them doubtful.
  ///   - task: the `K` classes.
  ///   - beats: the beats, the most doubtful first; coloured by which part of them decided where
  ///     that is known.
  ///   - samplingRate: samples a second, in Hz; nil where unknown.
  public static func doubtfulBeats(
    _ doubt: Doubt, task: BeatTask, beats: [ShownBeat], samplingRate: Double?
  ) -> Figure {
    let (name, title, lead) =
      switch doubt {
      case .uncertain:
        (
          "uncertain-beats", "The least certain beats",
          "The beats whose class was the least certain."
        )
      case .wrong:
        (
          "wrong-beats", "The most confidently wrong beats",
          "Beats taken for another class than their label, the most confident first."
        )
      }
    let isExplained = beats.contains { !$0.shares.isEmpty }
    return Figure(
      name: name,
      title: title,
      caption: """
        \(lead) Above each: its label, the class it was taken for and that class's probability; below \
        that, where it comes from.\(isExplained ? " \(howToRead)" : "")
        """,
      alternativeText: beats.map { beat in
        "\(words(beat, task)), \(beat.originText)"
      }.joined(separator: "; ") + ".",
      drawing: grid(of: beats, task, samplingRate).script)
  }

  /// Beats and what they were taken for, coloured by which part of them decided.
  ///
  /// - Parameters:
  ///   - task: the `K` classes.
  ///   - beats: the beats in the order they are shown.
  ///   - samplingRate: samples a second, in Hz; nil where unknown.
  public static func classifiedBeats(
    task: BeatTask, beats: [ShownBeat], samplingRate: Double?
  ) -> Figure {
    Figure(
      name: "classified-beats",
      title: "What decides, beat by beat",
      caption: """
        Beats, the class each was taken for and that class's probability; below that its index, counted \
        from 0. \(howToRead)
        """,
      alternativeText: beats.map { "beat \($0.index): \(words($0, task))" }.joined(separator: "; ")
        + ".",
      drawing: grid(of: beats, task, samplingRate)
        .script)
  }

  private static let columns = 3

  private static func grid(
    of beats: [ShownBeat], _ task: BeatTask, _ samplingRate: Double?
  ) -> BeatGrid {
    let drawn = beats.map { beat in
      BeatGrid.Beat(
        samples: beat.samples,
        paint: beat.shares.isEmpty
          ? .color(FigureStyle.look(ofClass: beat.label ?? beat.prediction).color)
          : .shares(beat.shares),
        lines: [words(beat, task), beat.originText])
    }
    let rows = stride(from: 0, to: drawn.count, by: columns).map { start in
      BeatGrid.Row(beats: Array(drawn[start..<min(start + columns, drawn.count)]))
    }
    return BeatGrid(rows: rows, columns: columns, axis: axis(of: beats, samplingRate))
  }

  private static func axis(of beats: [ShownBeat], _ samplingRate: Double?) -> TimeAxis {
    TimeAxis(samples: beats.map(\.samples.count).max() ?? 0, samplingRate: samplingRate)
  }

  /// What a beat was taken for: `F as V, 0.981`.
  private static func words(_ beat: ShownBeat, _ task: BeatTask) -> String {
    let called = task.classes[beat.prediction].shortSymbol
    let confidence = Numerals.score(Double(beat.confidence))
    guard let label = beat.label else { return "\(called), \(confidence)" }
    return "\(task.classes[label].shortSymbol) as \(called), \(confidence)"
  }

  /// Where each beat's largest share lies.
  private static func strongest(
    _ beats: [ShownBeat], _ task: BeatTask, _ axis: TimeAxis
  ) -> String {
    let peaks = beats.compactMap { beat -> String? in
      guard let sample = beat.shares.indices.max(by: { beat.shares[$0] < beat.shares[$1] }) else {
        return nil
      }
      let symbol = task.classes[beat.prediction].shortSymbol
      return "\(symbol) at \(Int(axis.time(sample).rounded())) \(axis.unit)"
    }
    return "The part that adds the most: \(peaks.joined(separator: ", "))."
  }
}
