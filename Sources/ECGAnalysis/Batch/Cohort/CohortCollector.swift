import ECGEvaluation
import ECGSignals

/// The numbers of a part, collected result by result: of each recording a few numbers are kept.
struct CohortCollector {
  private var (recordings, failed, beats) = (0, 0, 0)
  private var (seconds, usable) = (0.0, 0.0)
  private var fibrillation: (found: Double, of: Double)?
  private var flutter: Double?
  private var unclassified: Int?
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
    if let found = result.unclassified { unclassified = (unclassified ?? 0) + found }
    if let found = CohortCatalogue.fibrillationSeconds(result) {
      let before = fibrillation ?? (0, 0)
      fibrillation = (before.found + found.found, before.of + found.of)
    }
    if let found = CohortCatalogue.flutterSeconds(result) { flutter = (flutter ?? 0) + found }
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
      beats: beats, unclassified: unclassified,
      fibrillationHours: fibrillation.map { $0.found / 3600 },
      rhythmHours: fibrillation.map { $0.of / 3600 },
      ventricularFlutterHours: flutter.map { $0 / 3600 },
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
    guard let mean = values.mean else { return nil }
    let rising = values.sorted()
    (name, key, count) = (kind.name, kind.key, values.count)
    missing = recordings - values.count
    self.mean = mean
    deviation = values.sampleDeviation
    (minimum, maximum) = (rising[0], rising[rising.count - 1])
    quantiles = CohortPart.shares.map(rising.risingQuantile)
    histogram = kind.bins.map { bins in
      zip(bins.labels, bins.counts(values)).map { CohortPart.Bin(label: $0, count: $1) }
    }
  }
}
