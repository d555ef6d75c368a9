import ECGRecordings
import Foundation
import ECGTestSupport

/// A lead of a real record with the experts' beats.
struct AnnotatedLead {
  let samples: [Float]
  let beats: [Int]
  /// Episodes of ventricular flutter, in which beats are not told apart.
  let flutter: [ClosedRange<Int>]

  /// The records of the MIT-BIH Arrhythmia Database that are there.
  static let records: [String] = {
    let names = RealData.mitdb.flatMap {
      try? FileManager.default.contentsOfDirectory(atPath: $0.path)
    }
    return (names ?? []).filter { $0.hasSuffix(".hea") }.map { String($0.dropLast(4)) }.sorted()
  }()

  /// - Parameter signal: the index of the lead.
  init(_ record: String, signal: Int) throws {
    guard let folder = RealData.mitdb else { throw CocoaError(.fileNoSuchFile) }
    let recording = try Recording.read(path: folder.appending(path: record).path)
    let annotations = try AnnotationFile.read(path: folder.appending(path: "\(record).atr").path)
      .annotations
    samples = recording.physicalSamples(ofSignal: signal)
    beats = annotations.filter { AnnotationCode.isBeat($0.symbol) }.map(\.sample)
    let starts = annotations.filter { $0.symbol == "[" }.map(\.sample)
    let ends = annotations.filter { $0.symbol == "]" }.map(\.sample)
    flutter = zip(starts, ends).map { $0...$1 }
  }

  /// Compares detections with the experts' beats over the whole record, within 150 ms.
  func match(_ detected: [Int]) -> BeatMatch {
    var match = BeatMatch(reference: beats, detected: detected, window: 54)
    let counts = { (sample: Int) in !flutter.contains { $0.contains(sample) } }
    match.found = match.found.filter(counts)
    match.missed = match.missed.filter(counts)
    match.extra = match.extra.filter(counts)
    return match
  }
}
