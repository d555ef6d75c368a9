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
      try set(name, to: String(value))
    }
  }

  private mutating func set(_ name: Substring, to value: String) throws {
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

  /// What is wrong with a parameter.
  static func problem(
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
    let files = try files(in: body, of: type, limits: limits)
    var recording = ""
    do {
      var options = options
      options.limits = limits.recording(of: body.count)
      recording = try files.recording(named: name, annotator: annotator)
      return try RecordingFile.open(recording, in: files.folder, options: options)
    } catch let error as FileError where error.reason == .exceedsLimit {
      throw Problem(files.leftOut(of: recording) ?? error)
    } catch let error as FileError {
      throw Problem(error)
    }
  }

  private func files(
    in body: Data, of type: MediaRange?, limits: ServerLimits
  ) throws -> UploadedFiles {
    switch type?.name {
    case "multipart/form-data":
      return UploadedFiles(
        try Multipart(body, boundary: type?.parameters["boundary"], limit: limits.files).files)
    case let type? where Self.fileTypes.contains(type):
      guard !body.isEmpty else {
        throw Problem(.badRequest, "Expected a file, found an empty body.")
      }
      return UploadedFiles([name ?? "recording.\(type == "text/csv" ? "csv" : "dat")": body])
    default:
      throw Problem(
        .unsupportedMediaType,
        "Content-Type: expected multipart/form-data, text/csv or application/octet-stream, found "
          + "\(type?.name ?? "none").")
    }
  }
}
