public import ECGDatasets
import Foundation
import ECGRandom

extension Figure {
  /// A few beats of each class, drawn at random: a row for each class.
  ///
  /// - Parameters:
  ///   - dataset: the labelled beats to draw from.
  ///   - perClass: the beats in a row.
  ///   - samplingRate: samples a second, in Hz; nil where unknown, and time is then counted in
  ///     samples.
  ///   - seed: the seed of the choice.
  public static func sampleBeats(
    of dataset: BeatDataset, perClass: Int = 4, samplingRate: Double?,
    seed: UInt64
  ) -> Figure {
    var generator = SeededGenerator(seed: seed)
    let chosen = dataset.task.classes.indices.map { kind in
      let members = dataset.labels.indices.filter { dataset.labels[$0] == kind }
      return Array(members.shuffled(using: &generator).prefix(perClass)).sorted()
    }
    let rows = zip(dataset.task.classes, chosen).enumerated().map { index, row in
      BeatGrid.Row(
        title: row.0.label,
        beats: row.1.map {
          BeatGrid.Beat(
            samples: dataset[beat: $0], paint: .color(FigureStyle.look(ofClass: index).color),
            corner: dataset.origins?[$0].record ?? "")
        })
    }
    let chart = BeatGrid(
      rows: rows, columns: max(perClass, 1),
      axis: TimeAxis(samples: dataset.samplesPerBeat, samplingRate: samplingRate))
    let origin =
      dataset.origins == nil ? "" : " The number above a beat is the record it was taken from."
    return Figure(
      name: "sample-beats",
      title: "Examples of beats",
      isSynthetic: dataset.isSynthetic,
      caption: """
        Beats chosen at random with seed \(seed). Grey: the zeros that fill a beat to its full \
        length.\(origin)
        """,
      alternativeText: """
        Small drawings of up to \(perClass) beats of each class: \
        \(dataset.task.classes.map(\.label).joined(separator: ", ")).
        """,
      drawing: chart.script)
  }
}
