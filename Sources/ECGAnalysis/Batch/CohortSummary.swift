import ECGFiles
import ECGSignals
import ECGText
import Foundation

/// What the results of many recordings come to: how their numbers are distributed, and how many recordings have
/// what.
package struct CohortSummary: Encodable, Sendable {
  /// How a number is distributed over the recordings that have it.
  package struct Quantity: Encodable, Sendable {
    /// What it is, and the key of the results that it is taken from.
    package let name, key: String
    /// The recordings that have it.
    package let count: Int
    package let mean: Double
    /// The values below which 5, 25, 50, 75 and 95 % lie, between two values in proportion (R's type 7).
    package let quantiles: [Double]
  }

  /// How many recordings have something.
  package struct Finding: Encodable, Sendable {
    package let name: String
    /// Those that have it, and those of which it can be said.
    package let count, of: Int
    /// Their share in percent.
    package let share: Double
  }

  /// All recordings, and those that failed.
  package let recordings, failed: Int
  /// The length of those that did not, together.
  package let hours: Double
  package let beats: Int
  package let quantities: [Quantity]
  package let findings: [Finding]

  /// The shares of the quantiles.
  package static let shares = [0.05, 0.25, 0.5, 0.75, 0.95]

  /// Reads the results of a run.
  ///
  /// - Parameter path: the folder of the results, or its `results.jsonl`.
  /// - Throws: `FileError` where there are none, the run has not ended, or a line is none of a result.
  package static func results(at path: String) throws -> [BatchResult] {
    let isFile = !URL(filePath: path, directoryHint: .checkFileSystem).hasDirectoryPath
    let file =
      isFile ? path : URL(filePath: path).appending(path: BatchRun.resultsName).relativePath
    if !isFile, BatchRun.isBegun(in: path), !FileManager.default.fileExists(atPath: file) {
      throw FileError(
        .noInput, path: path, "expected the results of a run, found one that has not ended",
        remedy: "Go on with it with --resume of the command that began it")
    }
    let bytes = try InputFile.read(path: file)
    return try bytes.split(separator: 0x0A).enumerated().map { index, line in
      do { return try JSONDecoder().decode(BatchResult.self, from: Data(line)) } catch {
        throw FileError(
          .badData, path: file, at: .line(index + 1),
          "expected a line of results, found something else",
          remedy: "Name a folder that \"ecg classify\" or \"ecg detect\" wrote")
      }
    }
  }

  package init(_ results: [BatchResult]) {
    let whole = results.filter { $0.error == nil }
    (recordings, failed) = (results.count, results.count - whole.count)
    hours = whole.reduce(0) { $0 + ($1.seconds ?? 0) } / 3600
    beats = whole.reduce(0) { $0 + ($1.summary?.beats ?? $1.beats ?? 0) }
    func burden(_ kind: AAMIClass) -> (BatchResult) -> Double? {
      { $0.summary?.ectopy.first { $0.class == String(kind.letter) }?.burden }
    }
    let columns: [(name: String, key: String, value: (BatchResult) -> Double?)] = [
      ("length in hours", "seconds", { $0.seconds.map { $0 / 3600 } }),
      ("unusable, %", "unusableShare", { $0.unusableShare }),
      (
        "mean rate, /min", "rate.mean",
        { $0.summary?.rate?.mean ?? $0.medianInterval.map { 60 / $0 } }
      ),
      ("lowest rate, /min", "rate.lowest", { $0.summary?.rate?.lowest }),
      ("highest rate, /min", "rate.highest", { $0.summary?.rate?.highest }),
      ("ectopic burden, %", "ectopicBurden", { $0.summary?.ectopicBurden }),
      ("S burden, %", "ectopy.S", burden(.supraventricular)),
      ("V burden, %", "ectopy.V", burden(.ventricular)),
      ("fibrillation, % of beats", "fibrillation", { $0.fibrillation }),
      ("longest interval, s", "longestInterval", { $0.longestInterval }),
      ("pauses", "pauses", { ($0.summary?.pauses).map { Double($0) } }),
    ]
    quantities = columns.compactMap { column in
      Quantity(column.name, column.key, whole.compactMap(column.value))
    }
    func runs(_ kind: AAMIClass) -> (BatchResult) -> Bool? {
      { result in
        result.summary.map { $0.ectopy.contains { $0.class == String(kind.letter) && $0.runs > 0 } }
      }
    }
    let questions: [(name: String, has: (BatchResult) -> Bool?)] = [
      ("an episode of fibrillation or flutter", { $0.fibrillationEpisodes.map { $0 > 0 } }),
      ("a run of V", runs(.ventricular)), ("a run of S", runs(.supraventricular)),
      ("V in 10 % of the beats or more", { burden(.ventricular)($0).map { $0 >= 10 } }),
      ("a pause", { ($0.summary?.pauses).map { $0 > 0 } }),
      ("an episode of bradycardia", { $0.bradycardiaEpisodes.map { $0 > 0 } }),
      ("an episode of tachycardia", { $0.tachycardiaEpisodes.map { $0 > 0 } }),
      ("a tenth or more unusable", { $0.unusableShare.map { $0 >= 10 } }),
    ]
    findings = questions.compactMap { question in
      let answers = whole.compactMap(question.has)
      guard !answers.isEmpty else { return nil }
      let count = answers.count { $0 }
      return Finding(
        name: question.name, count: count, of: answers.count,
        share: 100 * Double(count) / Double(answers.count))
    }
  }
}

extension CohortSummary.Quantity {
  /// - Returns: nil where no recording has it.
  fileprivate init?(_ name: String, _ key: String, _ values: [Double]) {
    guard !values.isEmpty else { return nil }
    let rising = values.sorted()
    (self.name, self.key, count) = (name, key, values.count)
    mean = values.reduce(0, +) / Double(values.count)
    quantiles = CohortSummary.shares.map { share in
      let place = share * Double(rising.count - 1)
      let below = Int(place)
      let above = min(below + 1, rising.count - 1)
      return rising[below] + (place - Double(below)) * (rising[above] - rising[below])
    }
  }
}

extension CohortSummary {
  private static func text(_ value: Double) -> String { String(format: "%.2f", value) }

  /// The names of the columns of quantities.
  package static let columns =
    ["", "n", "mean"] + shares.map { String(format: "%.0f %%", 100 * $0) }

  /// The cells of a quantity's row.
  package static func cells(_ quantity: Quantity) -> [String] {
    [quantity.name, quantity.count.grouped, text(quantity.mean)] + quantity.quantiles.map(text)
  }

  /// The names of the columns of findings.
  package static let findingColumns = ["recordings with", "n", "of", "%"]

  /// The cells of a finding's row.
  package static func cells(_ finding: Finding) -> [String] {
    [finding.name, finding.count.grouped, finding.of.grouped, text(finding.share)]
  }

  /// The findings in aligned lines.
  package var text: String {
    let head =
      "\(recordings.grouped) recordings, \(failed.grouped) of them failed; "
      + "\(String(format: "%.1f", hours)) h, \(beats.grouped) beats"
    let table = TextTable(rows: [Self.columns] + quantities.map(Self.cells)).description
    let counts = TextTable(rows: [Self.findingColumns] + findings.map(Self.cells)).description
    return [head, table, counts].joined(separator: "\n\n")
  }

  /// Quantities and findings as CSV, a row for each.
  package var csv: String {
    let head = ["name", "n", "mean"] + Self.shares.map { "q\(Int(100 * $0))" }
    let rows = quantities.map { quantity in
      ["\"\(quantity.name)\"", "\(quantity.count)", "\(quantity.mean)"]
        + quantity.quantiles.map { "\($0)" }
    }
    let counts = findings.map { finding in
      ["\"recordings with \(finding.name), %\"", "\(finding.of)", "\(finding.share)"]
        + Self.shares.map { _ in "" }
    }
    return ([head] + rows + counts).map { $0.joined(separator: ",") + "\n" }.joined()
  }
}
