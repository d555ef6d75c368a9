import ECGEvaluation

/// What a person should know before they trust a comparison.
struct ComparisonRemarks {
  private let finding: AnnotationPairFinder.Finding
  private let summary: ComparisonSummary

  init(_ finding: AnnotationPairFinder.Finding, _ summary: ComparisonSummary) {
    (self.finding, self.summary) = (finding, summary)
  }

  /// The remarks, each a sentence.
  var sentences: [String] {
    var sentences = finding.sentences
    if let sentence = Self.sentence(leftOut: summary.leftOut) { sentences.append(sentence) }
    if summary.matrix.isTestOfDetection {
      sentences.append(
        "The test does not tell beats apart, as detectors do not: only what is said of QRS counts.")
    }
    for record in summary.records {
      sentences += record.remarks.map { "\($0)." }
      if record.matrix.beats == 0 {
        sentences.append("The reference has no beats to compare in record \(record.record).")
      } else if record.matrix.detections == 0 {
        sentences.append("The test has no beats to compare in record \(record.record).")
      }
    }
    return sentences
  }

  /// Which records were too short to be compared; nil where none was.
  static func sentence(leftOut records: [String]) -> String? {
    records.isEmpty
      ? nil
      : "Left out, as they end before the comparison begins (--from): "
        + "\(records.joined(separator: ", "))."
  }

  /// Tells them.
  func tell(_ console: Console) {
    for sentence in sentences { console.warn(sentence) }
  }
}

extension AnnotationPairFinder.Finding {
  /// What a person should know of the files that were found, each a sentence.
  var sentences: [String] {
    pairs.filter { !$0.isOfOneRecord }.map {
      "\($0.reference) and \($0.test) are named after different records."
    }
      + Self.sentence(withoutTest, wanting: "test")
      + Self.sentence(withoutReference, wanting: "reference")
  }

  private static func sentence(_ records: [String], wanting side: String) -> [String] {
    records.isEmpty
      ? [] : ["Not compared, for want of \(side) annotations: \(records.joined(separator: ", "))."]
  }
}
