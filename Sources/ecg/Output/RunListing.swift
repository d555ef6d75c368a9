import ECGAnalysis
import ECGEvaluation
import ECGFiles
import ECGText
import Foundation

/// A run as "ecg runs --json" prints it, and its line in the table.
struct RunListing: Encodable {
  let run: StoredRun

  private enum CodingKeys: CodingKey {
    case name, path, date, seconds, recipe, seed, epochs, validationMacroF1, macroF1, macroClasses,
      metrics
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(run.name, forKey: .name)
    try container.encode(run.path, forKey: .path)
    try container.encode(run.record?.date.formatted(.iso8601), forKey: .date)
    try container.encode(run.record?.seconds, forKey: .seconds)
    try container.encode(run.recipe, forKey: .recipe)
    try container.encode(run.seed, forKey: .seed)
    try container.encode(run.epochs, forKey: .epochs)
    try container.encode(run.record?.validationMacroF1, forKey: .validationMacroF1)
    try container.encode(run.macroF1, forKey: .macroF1)
    try container.encode(run.macroClasses, forKey: .macroClasses)
    try container.encode(run.metrics, forKey: .metrics)
  }

  /// The metrics that stand in the table whatever it is sorted by.
  private static let usual = ["accuracy", "balancedAccuracy", "logLoss"]

  /// The runs, one a line.
  static func table(_ runs: [StoredRun], sortedBy key: String) -> TextTable {
    var metrics = Metric.all.filter { usual.contains($0.key) }
    if let other = Metric.all.first(where: { $0.key == key && !usual.contains(key) }) {
      metrics.append(other)
    }
    let head =
      ["run", "recipe", "seed", "epochs", "time", "validation F1", "macro F1"] + metrics.map(\.name)
    let rows = runs.map { run in
      let epochs = run.epochs.map(String.init).joined(separator: "+")
      let time = run.record.map { String(format: "%.1f min", $0.seconds / 60) } ?? "–"
      let scores =
        [run.record?.validationMacroF1, run.macroF1] + metrics.map { run.metrics[$0].value }
      let names = [run.name, run.recipe].map(\.printable)
      return names + ["\(run.seed)", epochs, time] + scores.map { ScoreText.cell($0) }
    }
    // Where there is little room, time, epochs, the last metrics and the seed go.
    return TextTable(rows: [head] + rows, alignments: [.left, .left])
      .fitting(Descriptor.output.width, dropping: [4, 3, 9, 8, 2])
  }
}
