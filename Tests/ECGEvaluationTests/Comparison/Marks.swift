import ECGEvaluation
import ECGRecordings
import ECGSignals
import Foundation

/// Annotations in few words, such as `"100:N 400:V 500:~48"`: sample, symbol, subtype.
func marks(_ text: String, samplingRate: Double? = nil) -> AnnotationFile {
  let annotations = text.split(whereSeparator: \.isWhitespace).compactMap { word -> Annotation? in
    let parts = word.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let sample = Int(parts[0]), let symbol = parts[1].first else {
      return nil
    }
    return Annotation(
      sample: sample, symbol: symbol, subtype: Int8(parts[1].dropFirst()) ?? 0)
  }
  return AnnotationFile(annotations: annotations, samplingRate: samplingRate)
}

/// A comparison at 1000 Hz, where a sample is a millisecond, from the record's beginning.
func compare(
  _ reference: String, _ test: String, start: Double = 0, end: Double? = nil,
  window: Double = 0.15, map: ClassMap = .bxb, sampleCount: Int? = 10_000
) throws -> RecordComparison {
  RecordComparison(
    record: "100", reference: marks(reference), test: marks(test), samplingRate: 1000,
    sampleCount: sampleCount,
    settings: try ComparisonSettings(start: start, end: end, window: window, map: map))
}

/// Writes the header of a record of 100 samples a second and its annotations, which are compared
/// with themselves.
func pair(
  _ name: String, seconds: Int, _ annotations: [Annotation], in folder: URL
) throws -> AnnotationPair {
  try Data("\(name) 1 100 \(100 * seconds)\n\(name).dat 16 200 0 0 0 0 0 II\n".utf8)
    .write(to: folder.appending(path: "\(name).hea"))
  let path = folder.appending(path: "\(name).atr").path
  try AnnotationFile(annotations: annotations).write(to: path)
  return AnnotationPair(reference: path, test: path)
}

extension RecordComparison {
  /// The pairs in few words, such as `"100:N=110:V O=400:N"`.
  var words: String {
    pairs.map { pair in
      func word(_ beat: BeatPair.Beat?, _ label: BeatLabel) -> String {
        (beat.map { "\($0.sample):" } ?? "") + String(label.letter)
      }
      return "\(word(pair.reference, pair.expected))=\(word(pair.test, pair.found))"
    }
    .joined(separator: " ")
  }
}
