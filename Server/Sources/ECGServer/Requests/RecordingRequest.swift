import ECGFiles
import ECGRecordings
import ECGSignals
import Foundation
import HTTPTypes
import Hummingbird

/// What the query of a request says of the recording in its body.
struct RecordingRequest: Sendable {
  /// The suffix of the annotations whose beats are taken; nil where beats are to be found.
  private(set) var annotator: String?
  /// The lead by any of its usual names; nil for the best one.
  private(set) var lead: String?
  /// The name of a file that comes without one; of several files, which of them is meant.
  private(set) var name: String?
  /// What the file does not say.
  private(set) var options = RecordingOptions()

  /// - Throws: ``Problem`` where something in the query is unknown or makes no sense.
  init(_ request: Request) throws {
    var seen: Set<Substring> = []
    for (name, value) in request.uri.queryParameters {
      guard seen.insert(name).inserted else {
        throw Problem(
          .badRequest, "Query: expected each parameter once, found '\(name.prefix(32))' twice.")
      }
      let value = String(value)
      switch name {
      case "annotator":
        guard (1...32).contains(value.count),
          value.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") })
        else { throw Self.problem(name, "the suffix of an annotation file, such as atr", value) }
        annotator = value
      case "lead":
        guard (1...64).contains(value.count) else {
          throw Self.problem(name, "the name of a lead, such as II", value)
        }
        lead = value
      case "name": self.name = try FileName(value).text
      case "rate":
        let rates = RPeakDetector.samplingRates
        guard let rate = Double(value), rates.contains(rate) else {
          throw Self.problem(
            name, "samples per second, from \(Int(rates.lowerBound)) to \(Int(rates.upperBound))",
            value)
        }
        options.samplingRate = rate
      case "unit":
        guard (1...16).contains(value.count) else {
          throw Self.problem(name, "a unit, such as uV", value)
        }
        options.unit = value
      case "checksums":
        guard let compares = Bool(value) else {
          throw Self.problem(name, "true or false", value)
        }
        options.verifiesChecksums = compares
      default:
        throw Problem(
          .badRequest,
          "Query: expected annotator, checksums, lead, name, rate or unit, found '\(name.prefix(32))'."
        )
      }
    }
  }

  private static func problem(
    _ name: Substring, _ expected: String, _ found: String,
    status: HTTPResponse.Status = .badRequest
  ) -> Problem {
    let problem = "expected \(expected), found '\(found.prefix(32))'."
    return Problem(
      status, "Query, \(name): \(problem)", plainDetail: "E\(problem.dropFirst())",
      settings: [Problem.Setting(name: String(name))])
  }

  /// The types of a body that is one file.
  private static let fileTypes = ["text/csv", "application/octet-stream", "text/plain"]

  /// Opens the recording in a body.
  ///
  /// - Throws: ``Problem``.
  func open(_ body: Data, of type: MediaRange?, limits: ServerLimits) throws -> RecordingFile {
    let files: [String: Data]
    switch type?.name {
    case "multipart/form-data":
      files = try Multipart(body, boundary: type?.parameters["boundary"], limit: limits.files).files
    case let type? where Self.fileTypes.contains(type):
      guard !body.isEmpty else {
        throw Problem(.badRequest, "Expected a file, found an empty body.")
      }
      files = [name ?? "recording.\(type == "text/csv" ? "csv" : "dat")": body]
    default:
      throw Problem(
        .unsupportedMediaType,
        "Content-Type: expected multipart/form-data, text/csv or application/octet-stream, found "
          + "\(type?.name ?? "none").")
    }
    var recording = ""
    do {
      var options = options
      options.limits = limits.recording(of: body.count)
      recording = try recordingName(in: files)
      return try RecordingFile.open(recording, in: InputFolder(files: files), options: options)
    } catch let error as FileError where error.reason == .exceedsLimit {
      throw Problem(Self.leftOut(of: recording, among: files) ?? error)
    } catch let error as FileError {
      throw Problem(error)
    }
  }

  /// What is wrong with a record of which a signal file was left out; nil where all are there.
  ///
  /// What a recording may have follows from the bytes that were sent: without its signals a day is
  /// too much for its header, which is right.
  private static func leftOut(of header: String, among files: [String: Data]) -> FileError? {
    guard let record = try? RecordHeader.read(path: header, in: InputFolder(files: files)) else {
      return nil
    }
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

  /// The one header among several that names the segments whose headers the others are; nil where
  /// none or more do.
  ///
  /// - Throws: `FileError` where none does and one cannot be read, which may have been it.
  private func headerOfSegments(among headers: [String], in folder: InputFolder) throws -> String? {
    let read = headers.map { name in
      (name, Result { try RecordHeader.read(path: name, in: folder) })
    }
    let whole = read.filter { (try? $0.1.get())?.segments.isEmpty == false }
    if whole.isEmpty { for (_, header) in read { _ = try header.get() } }
    return whole.count == 1 ? whole[0].0 : nil
  }

  /// Which of the files is the recording: the header that names the others, or else the only one
  /// that is no annotations.
  private func recordingName(in files: [String: Data]) throws -> String {
    if let name {
      // A record is named without the ending of its header as well.
      guard let wanted = [name, "\(name).hea"].first(where: { files[$0] != nil }) else {
        throw Self.problem(
          "name", "one of \(files.keys.sorted().joined(separator: ", "))", name,
          status: .unprocessableContent)
      }
      return wanted
    }
    // Named as headers usually are: a folder in memory finds what differs in capitals alone.
    let headers = files.keys.filter { $0.lowercased().hasSuffix(".hea") }
      .map { files.keys.contains($0.dropLast(4) + ".hea") ? $0 : $0.dropLast(4) + ".hea" }.sorted()
    if headers.count > 1 {
      let whole = try headerOfSegments(among: headers, in: InputFolder(files: files))
      if let whole { return whole }
    }
    if headers.count == 1 { return headers[0] }
    let candidates = files.keys.filter { name in annotator.map { !name.hasSuffix(".\($0)") } ?? true
    }
    guard candidates.count == 1, let only = candidates.first, headers.isEmpty else {
      guard let first = headers.first else {
        let found = files.keys.sorted().joined(separator: ", ")
        throw Problem(
          .unprocessableContent,
          "Expected the files of one recording, found \(found) and no header (.hea).")
      }
      let problem =
        "Expected one recording, found the headers \(headers.joined(separator: ", ")); say which"
      throw Problem(
        .unprocessableContent, "\(problem) with ?name=.", plainDetail: "\(problem).",
        settings: [Problem.Setting(name: "name", example: first)])
    }
    return only
  }
}
