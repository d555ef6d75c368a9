package import ECGEvaluation
import ECGSignals

/// What some recordings come to: how their numbers are distributed, and how many recordings have what.
package struct CohortPart: Encodable, Sendable {
  /// How a number is distributed over the recordings that have it.
  package struct Quantity: Encodable, Sendable {
    /// What it is, and the key of the results that it is taken from.
    package let name, key: String
    /// The recordings that have it, and those that were read and do not.
    package let count, missing: Int
    package let mean: Double
    /// The standard deviation of the sample; nil where there is one recording.
    package let deviation: Double?
    package let minimum, maximum: Double
    /// The values below which 5, 25, 50, 75 and 95 % lie, between two values in proportion (R's type 7).
    package let quantiles: [Double]
    /// How many recordings lie in which range, where that is drawn.
    package let histogram: [Bin]?
  }

  /// A range of a number.
  package struct Bin: Encodable, Sendable {
    /// Its upper end, as `≤10`; it begins where the one before it ends.
    package let label: String
    package let count: Int
  }

  /// How many recordings have something.
  package struct Finding: Encodable, Sendable {
    package let name: String
    /// Those that have it, and those of which it can be said.
    package let count, of: Int
    /// Their share in percent, and its 95 % interval by Wilson.
    package let share: Double
    package let interval: Interval
  }

  /// All recordings, and those that failed.
  package let recordings, failed: Int
  /// The length of those that did not, together, and how much of it can be said something about.
  package let hours, usableHours: Double
  package let beats: Int
  /// The hours of fibrillation or flutter; nil where it was not looked for.
  package let fibrillationHours: Double?
  package let quantities: [Quantity]
  package let findings: [Finding]

  /// The shares of the quantiles.
  package static let shares = [0.05, 0.25, 0.5, 0.75, 0.95]
}

/// The numbers of a part, collected result by result: of each recording a few numbers are kept.
struct CohortCollector {
  private var (recordings, failed, beats) = (0, 0, 0)
  private var (seconds, usable) = (0.0, 0.0)
  private var fibrillation: Double?
  private var values = CohortCatalogue.quantities.map { _ in [Double]() }
  private var answers = CohortCatalogue.questions.map { _ in (yes: 0, all: 0) }

  mutating func add(_ result: BatchResult) {
    recordings += 1
    guard result.error == nil else {
      failed += 1
      return
    }
    seconds += result.seconds ?? 0
    usable += CohortCatalogue.usableSeconds(result) ?? 0
    beats += result.summary?.beats ?? result.beats ?? 0
    if let found = result.fibrillationSeconds { fibrillation = (fibrillation ?? 0) + found }
    for (index, quantity) in CohortCatalogue.quantities.enumerated() {
      if let value = quantity.value(result), value.isFinite { values[index].append(value) }
    }
    for (index, question) in CohortCatalogue.questions.enumerated() {
      guard let answer = question.answer(result) else { continue }
      answers[index].all += 1
      if answer { answers[index].yes += 1 }
    }
  }

  var part: CohortPart {
    let read = recordings - failed
    return CohortPart(
      recordings: recordings, failed: failed, hours: seconds / 3600, usableHours: usable / 3600,
      beats: beats, fibrillationHours: fibrillation.map { $0 / 3600 },
      quantities: zip(CohortCatalogue.quantities, values).compactMap {
        CohortPart.Quantity($0, $1, of: read)
      },
      findings: zip(CohortCatalogue.questions, answers).compactMap { question, answer in
        guard answer.all > 0 else { return nil }
        let share = Double(answer.yes) / Double(answer.all)
        let interval = Interval.wilson(share: share, of: answer.all)
        return CohortPart.Finding(
          name: question.name, count: answer.yes, of: answer.all, share: 100 * share,
          interval: Interval(low: 100 * interval.low, high: 100 * interval.high))
      })
  }
}

extension CohortPart.Quantity {
  /// - Returns: nil where no recording has it.
  fileprivate init?(_ kind: CohortCatalogue.Quantity, _ values: [Double], of recordings: Int) {
    guard !values.isEmpty else { return nil }
    let rising = values.sorted()
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    (name, key, count) = (kind.name, kind.key, values.count)
    missing = recordings - values.count
    self.mean = mean
    deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
    (minimum, maximum) = (rising[0], rising[rising.count - 1])
    quantiles = CohortPart.shares.map { share in
      let position = share * Double(rising.count - 1)
      let below = Int(position)
      let above = min(below + 1, rising.count - 1)
      return rising[below] + (position - Double(below)) * (rising[above] - rising[below])
    }
    histogram = kind.bins.map { bins in
      zip(bins.labels, bins.counts(values)).map { CohortPart.Bin(label: $0, count: $1) }
    }
  }
}
