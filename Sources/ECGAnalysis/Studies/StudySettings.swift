import ECGFiles
import ECGText
import Foundation

/// What a study was asked for, kept beside its results: a study that is asked for less or for
/// something else would replace them by others.
package struct StudySettings: Codable, Equatable, Sendable {
  /// The command.
  private let study: String
  /// What its results depend on besides the data, by the names of options.
  private let options: [String: String]
  /// What is trained, in words: a study that goes on may have more of it.
  private let parts: [String]

  /// Describes a study.
  package init(study: String, options: [String: String?], parts: [String]) {
    self.study = study
    self.options = options.compactMapValues(\.self)
    self.parts = parts
  }

  private func path(in folder: String) -> String { "\(folder)/.ecg-\(study)" }

  /// Whether tables are those of an earlier study that this one goes on with.
  ///
  /// - Parameters:
  ///   - tables: the paths of what the study ends with.
  ///   - folder: the folder of its trainings.
  /// - Throws: `FileError` of kind `cannotWrite` where the earlier study has results that this one
  ///   would not have.
  package func areGoneOn(with tables: [String], in folder: String) throws -> Bool {
    let path = path(in: folder)
    let files = FileManager.default
    guard let table = tables.first(where: { files.fileExists(atPath: $0) }),
      files.fileExists(atPath: path)
    else {
      return false
    }
    let data = try InputFile.read(path: path)
    guard let earlier = try? JSONDecoder().decode(StudySettings.self, from: data) else {
      throw FileError(
        .badData, path: path, "expected the settings of a study, found something else",
        remedy: "Choose another folder, or replace the results\(with: .overwrite)")
    }
    if let (expected, found) = SettingsDifference.words(earlier.options, options) {
      throw differs(
        table, "expected to go on by the settings of the earlier run, \(expected), found \(found)")
    }
    let lost = earlier.parts.filter { !parts.contains($0) }
    if let first = lost.first {
      throw differs(
        table,
        "holds results for \(first)\(lost.count > 1 ? " and \(lost.count - 1) more" : ""), which would be lost"
      )
    }
    return true
  }

  private func differs(_ table: String, _ problem: String) -> FileError {
    FileError(
      .cannotWrite, path: table, problem,
      remedy: "Give the same, choose another folder, or replace the results\(with: .overwrite)")
  }

  /// Keeps the settings in the folder of the trainings.
  ///
  /// - Throws: `FileError`.
  package func keep(in folder: String) throws {
    try OutputFile.write(try JSONEncoder.sorted().encode(self), continuing: path(in: folder))
  }
}
