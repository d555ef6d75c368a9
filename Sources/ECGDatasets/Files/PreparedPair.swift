import ECGFiles
import Foundation

/// Two files of beats, with those beside them that say where their rows came from: all four
/// appear, or none.
struct PreparedPair {
  /// The names of the beats' files without their ending, such as `mitbih_train`.
  let names: (first: String, second: String)
  /// The form of the beats' files, whose names end accordingly.
  let form: BeatFile.Form

  /// Beats, and the text that says where their rows came from.
  typealias Part = (beats: BeatDataset, provenance: String)

  /// The names of the four files: those of the beats before those of the origins.
  var files: [String] {
    let names = [names.first, names.second]
    return names.map { "\($0).\(form.rawValue)" } + names.map { "\($0)_provenance.csv" }
  }

  /// The paths of the four files in a folder.
  private func paths(in folder: String) -> [String] {
    files.map { URL(filePath: folder).appending(path: $0).relativePath }
  }

  /// Refuses a folder where files may not be written, before any work is done.
  ///
  /// - Throws: `FileError` of kind `cannotWrite`.
  func check(folder: String, overwrite: Bool) throws {
    for path in paths(in: folder) { try OutputFile.check(path: path, overwrite: overwrite) }
  }

  /// Writes the files; where one cannot take its place, those that were there before
  /// stay as they were.
  ///
  /// - Parameters:
  ///   - first: the part of the first name.
  ///   - second: the part of the second name.
  ///   - folder: the folder to write to; it is made where missing.
  ///   - overwrite: whether existing files may be replaced.
  ///   - threads: the most threads that format.
  ///   - progress: called with the share of the rows written so far, from 0 to 1.
  /// - Throws: `FileError` of kind `cannotWrite` or `inputOutput`.
  func write(
    _ first: Part, _ second: Part, to folder: String, overwrite: Bool, threads: Int,
    progress: (Double) -> Void
  ) throws {
    let paths = paths(in: folder)
    let total = Double(max(first.beats.count + second.beats.count, 1))
    func written(_ beats: BeatDataset, _ path: String, after done: Int) throws -> OutputFile {
      try BeatFile.written(
        BeatStream(beats), to: path, as: form, overwrite: overwrite, threads: threads
      ) { progress(Double(done + $0) / total) }
    }
    let firstFile = try written(first.beats, paths[0], after: 0)
    let secondFile = try written(second.beats, paths[1], after: first.beats.count)
    var firstOrigins = try OutputFile(path: paths[2], overwrite: overwrite)
    var secondOrigins = try OutputFile(path: paths[3], overwrite: overwrite)
    try firstOrigins.write(first.provenance)
    try secondOrigins.write(second.provenance)
    let earlier = EarlierFiles(paths)
    do {
      try firstFile.commit()
      try secondFile.commit()
      try firstOrigins.commit()
      try secondOrigins.commit()
    } catch {
      earlier.restore()
      throw error
    }
    earlier.forget()
  }
}
