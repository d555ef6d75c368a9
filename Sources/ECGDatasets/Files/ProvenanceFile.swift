import ECGFiles
import ECGText
import Foundation

/// A file beside prepared beats that says where each row came from: a line for each, the first
/// column its number, from 0.
package struct ProvenanceFile: Sendable {
  /// The path of the file that belongs to the beats at `path`: `mitbih_test_provenance.csv` for
  /// `mitbih_test.csv`.
  package static func path(of path: String) -> String {
    let url = URL(filePath: path)
    let name = url.deletingPathExtension().lastPathComponent + "_provenance.csv"
    return url.deletingLastPathComponent().appending(path: name).relativePath
  }

  /// The task that the beats are of.
  let task: BeatTask
  /// The names of the columns.
  let columns: [String]
  /// What the line of a beat with a label holds, in words.
  let content: @Sendable (_ label: Int) -> String
  /// The origin in the fields of such a line; nil where they make no sense.
  let origin: @Sendable (_ fields: [String], _ label: Int) -> BeatOrigin?

  /// Those of all tasks.
  private static let all = [MITBIHBeats.provenanceFile, PTBBeats.provenanceFile]

  /// Beats with where they came from, as far as the file beside theirs says so.
  ///
  /// - Parameters:
  ///   - beats: the labelled beats of a file.
  ///   - path: that file.
  /// - Returns: the beats with their origins; as they were where there is no such file.
  /// - Throws: `FileError` of kind `badData` where the file is that of other beats.
  func adding(to beats: BeatDataset, of path: String) throws -> BeatDataset {
    let provenance = Self.path(of: path)
    guard beats.origins == nil, FileManager.default.fileExists(atPath: provenance) else {
      return beats
    }
    var result = beats
    result.origins = try origins(in: provenance, of: beats, from: path)
    return result
  }

  private func origins(
    in provenance: String, of beats: BeatDataset, from path: String
  ) throws -> [BeatOrigin] {
    func refuse(_ line: Int?, _ problem: String) -> FileError {
      FileError(
        .badData, path: provenance, at: line.map { .line($0) } ?? .whole, problem,
        remedy: "Prepare the beats again, or take this file away from beside \(path)")
    }
    var lines = DelimitedText(try InputFile.read(path: provenance)).rows[...]
    let names = lines.popFirst()?.cells
    guard names == columns else {
      if let other = Self.all.first(where: { $0.columns == names }) {
        throw FileError(
          .badData, path: path,
          "expected beats for the task \(task.name), found those for \(other.task.name), as \(provenance) "
            + "beside them says",
          remedy: "Work on that task, with a model for it, or name other data\(with: .data)")
      }
      throw refuse(1, "expected the columns \(columns.joined(separator: ","))")
    }
    guard lines.count == beats.count else {
      throw refuse(nil, "expected a line for each of \(beats.count) beats, found \(lines.count)")
    }
    return try lines.enumerated().map { row, line in
      let fields = line.cells
      guard fields[0] == "\(row)", let origin = origin(fields, beats.labels[row]) else {
        throw refuse(line.line, "expected row \(row), \(content(beats.labels[row]))")
      }
      return origin
    }
  }
}
