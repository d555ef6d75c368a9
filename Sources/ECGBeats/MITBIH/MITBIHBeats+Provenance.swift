import ECGRecordings
import Foundation

/// The files beside prepared beats that say where each row came from: columns row (from 0), record,
/// sample, symbol and class.
extension MITBIHBeats {
  private static let provenanceHeader = "row,record,sample,symbol,class"

  /// The path of the file that says where the beats of the file at `path` came from:
  /// `mitbih_test_provenance.csv` for `mitbih_test.csv`.
  static func provenancePath(of path: String) -> String {
    let url = URL(filePath: path)
    let name = url.deletingPathExtension().lastPathComponent + "_provenance.csv"
    return url.deletingLastPathComponent().appending(path: name).relativePath
  }

  /// What ``prepare(folder:output:form:force:threads:progress:)`` writes of where beats came from.
  static func provenance(of dataset: BeatDataset) -> String {
    var text = provenanceHeader + "\n"
    for (row, origin) in (dataset.origins ?? []).enumerated() {
      let name = dataset.task.classes[dataset.labels[row]].symbol
      text += "\(row),\(origin.record),\(origin.sample),\(origin.symbol),\(name)\n"
    }
    return text
  }

  /// Beats with where they came from, as far as a file beside theirs says so.
  ///
  /// - Parameters:
  ///   - beats: the labelled beats of a file.
  ///   - path: that file.
  /// - Returns: the beats with their origins; as they were where there is no such file.
  /// - Throws: `FileError` of kind `badData` where the file is that of other beats.
  public static func withOrigins(_ beats: BeatDataset, of path: String) throws -> BeatDataset {
    let provenance = provenancePath(of: path)
    // Files of the other tasks have other columns.
    guard beats.task == .arrhythmia, beats.origins == nil,
      FileManager.default.fileExists(atPath: provenance)
    else {
      return beats
    }
    var result = beats
    result.origins = try origins(in: provenance, of: beats, from: path)
    return result
  }

  private static func origins(
    in provenance: String, of beats: BeatDataset, from path: String
  ) throws -> [BeatOrigin] {
    func refuse(_ line: Int?, _ problem: String) -> FileError {
      FileError(
        .badData, path: provenance, at: line.map { .line($0) } ?? .whole, problem,
        remedy: "Prepare the beats again, or take this file away from beside \(path)")
    }
    let text = String(decoding: try InputFile.read(path: provenance), as: UTF8.self)
    var lines = text.split(whereSeparator: \.isNewline)[...]
    guard lines.popFirst().map(String.init) == provenanceHeader else {
      throw refuse(1, "expected the columns \(provenanceHeader)")
    }
    guard lines.count == beats.count else {
      throw refuse(nil, "expected a line for each of \(beats.count) beats, found \(lines.count)")
    }
    return try lines.enumerated().map { row, line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      let name = beats.task.classes[beats.labels[row]].symbol
      guard fields.count == 5, fields[0] == "\(row)", let sample = Int(fields[2]), sample >= 0,
        let symbol = fields[3].first, fields[3].count == 1, !fields[1].isEmpty
      else {
        throw refuse(row + 2, "expected row \(row), a record, a sample, a symbol and a class")
      }
      guard fields[4] == name else {
        throw refuse(row + 2, "expected class \(name), that of the beat, found \(fields[4])")
      }
      return BeatOrigin(
        record: String(fields[1]), sample: sample, symbol: symbol,
        samplingRate: MITBIHRecord.frequency)
    }
  }
}
