import ECGFiles
import ECGRecordings
import Foundation

/// The rate and length of a record whose annotations are compared.
struct RecordFrame {
  /// In Hz.
  let samplingRate: Double
  /// The samples in each signal; nil where no header says so.
  let sampleCount: Int?
  /// The file that says so.
  let source: String

  /// Reads the headers beside the two files, or takes the rate that the files give themselves.
  init(_ pair: AnnotationPair, reference: AnnotationFile, test: AnnotationFile) throws {
    let name = FileName(pair.record + ".").stem
    let headers = try [pair.reference, pair.test]
      .map { FileName($0).folder.map { $0 + "/" } ?? "" }
      .map { "\($0)\(name).hea" }
      .filter(FileManager.default.fileExists)
      .map { (path: $0, header: try RecordHeader.read(path: $0)) }
    if let (path, header) = headers.first {
      samplingRate = header.samplingRate
      sampleCount = header.frameCount
      source = path
      for other in headers.dropFirst() { try check(other.header, path: other.path) }
      return
    }
    let rates = [(pair.reference, reference), (pair.test, test)].compactMap { path, file in
      file.samplingRate.map { (path: path, rate: $0) }
    }
    guard let first = rates.first, rates.count == 2 else {
      throw FileError(
        .noInput, path: FileName(pair.reference).sibling(suffix: "hea"),
        "expected the record's header, which says how many samples make a second, found none",
        remedy: "Put it beside the annotations")
    }
    (samplingRate, sampleCount, source) = (first.rate, nil, first.path)
  }

  /// Refuses a header of another recording.
  private func check(_ header: RecordHeader, path: String) throws {
    guard header.samplingRate == samplingRate, header.frameCount == sampleCount else {
      throw FileError(
        .badData, path: path,
        "expected a record of \(Self.words(samplingRate, sampleCount)) as in \(source), found one of "
          + Self.words(header.samplingRate, header.frameCount),
        remedy: "Compare annotations of the same recording")
    }
  }

  /// Looks for beats past the record's end, of which a few count nowhere.
  ///
  /// - Returns: what of the file is not as it should be, in sentences without a full stop.
  /// - Throws: `FileError` where there are more than a few.
  func check(_ file: AnnotationFile, path: String) throws -> [String] {
    guard let sampleCount else { return file.remarks }
    let late = try LateBeats(
      of: file.annotations.filter { AnnotationCode.isBeat($0.symbol) },
      // A beat right behind the last sample counts, as for `bxb`.
      end: Double(sampleCount) + 1, scale: file.samplingRate.map { samplingRate / $0 } ?? 1,
      duration: Double(sampleCount) / samplingRate, path: path)
    return file.remarks + [late.remark].compactMap(\.self)
  }

  /// The record's end in seconds; that of the last annotation where no header says it.
  func end(of sides: [AnnotationFile]) -> Double {
    let clock = SampleClock(samplingRate: samplingRate)
    let last = sides.compactMap { clock.annotations(of: $0).last?.sample }.max() ?? 0
    return Double(sampleCount ?? last) / samplingRate
  }

  /// That the record ends before the comparison begins.
  func endsEarly(at end: Double, _ settings: ComparisonSettings) -> FileError {
    FileError(
      .badData, path: source,
      "expected a record that reaches beyond \(seconds(settings.start)), where the comparison "
        + "begins, found one of \(seconds(end))",
      remedy: "Begin earlier\(.start, "0")")
  }

  private static func words(_ samplingRate: Double, _ count: Int?) -> String {
    (count.map { "\($0) samples" } ?? "unknown length") + " at \(number(samplingRate)) Hz"
  }
}
