import ECGFiles
import ECGRecordings
import Foundation
import HTTPTypes

/// The files of a recording that came in the body of a request.
struct UploadedFiles {
  private let files: [String: Data]
  let folder: InputFolder

  init(_ files: [String: Data]) {
    self.files = files
    folder = InputFolder(files: files)
  }

  private var names: String { files.keys.sorted().joined(separator: ", ") }

  /// Which of them is the recording: the header that names the others, or else the only one that is
  /// no annotations.
  ///
  /// - Parameters:
  ///   - name: the one that is meant; nil where the client does not say it.
  ///   - annotator: the suffix of annotations that may be among them.
  /// - Throws: ``Problem`` where none is, or more than one; `FileError` where a header cannot be read.
  func recording(named name: String?, annotator: String?) throws -> String {
    if let name {
      // A record is named without the ending of its header as well.
      guard let wanted = [name, "\(name).hea"].first(where: { files[$0] != nil }) else {
        throw RecordingRequest.problem(
          "name", "one of \(names)", name, status: .unprocessableContent)
      }
      return wanted
    }
    let headers = headers
    if headers.count > 1, let whole = try headerOfSegments(among: headers) { return whole }
    if headers.count == 1 { return headers[0] }
    guard let first = headers.first else { return try onlyRecording(besides: annotator) }
    let problem =
      "Expected one recording, found the headers \(headers.joined(separator: ", ")); say which"
    throw Problem(
      .unprocessableContent, "\(problem) with ?name=.", plainDetail: "\(problem).",
      settings: [Problem.Setting(name: "name", example: first)])
  }

  /// Named as headers usually are: a folder in memory finds what differs in capitals alone.
  private var headers: [String] {
    files.keys.filter { $0.lowercased().hasSuffix(".hea") }
      .map { files.keys.contains($0.dropLast(4) + ".hea") ? $0 : $0.dropLast(4) + ".hea" }.sorted()
  }

  /// The one header among several that names the segments whose headers the others are; nil where
  /// none or more do.
  ///
  /// - Throws: `FileError` where none does and one cannot be read, which may have been it.
  private func headerOfSegments(among headers: [String]) throws -> String? {
    let read = headers.map { name in
      (name, Result { try RecordHeader.read(path: name, in: folder) })
    }
    let whole = read.filter { (try? $0.1.get())?.segments.isEmpty == false }
    if whole.isEmpty { for (_, header) in read { _ = try header.get() } }
    return whole.count == 1 ? whole[0].0 : nil
  }

  /// The only file that is no annotations, where there is no header.
  private func onlyRecording(besides annotator: String?) throws -> String {
    let candidates = files.keys.filter { name in
      annotator.map { !name.hasSuffix(".\($0)") } ?? true
    }
    guard candidates.count == 1 else {
      throw Problem(
        .unprocessableContent,
        "Expected the files of one recording, found \(names) and no header (.hea).")
    }
    return candidates[0]
  }

  /// What is wrong with a record of which a signal file was left out; nil where all are there.
  ///
  /// What a recording may have follows from the bytes that were sent: without its signals a day is
  /// too much for its header, which is right.
  func leftOut(of header: String) -> FileError? {
    guard let record = try? RecordHeader.read(path: header, in: folder) else { return nil }
    let there = Set(files.keys.map { $0.lowercased() })
    // A signal that has no samples is in no file.
    let missing = record.signals.map(\.fileName)
      .first { $0 != "~" && !there.contains($0.lowercased()) }
    return missing.map {
      FileError(
        .noInput, path: $0, "there is no such file",
        remedy: "The header \(header) names it; put it beside the header")
    }
  }
}
