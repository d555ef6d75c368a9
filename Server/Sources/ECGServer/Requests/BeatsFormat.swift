import ECGDatasets
import ECGClassifier
import ECGFiles
import Foundation
import HTTPTypes
import Hummingbird

/// How beats come.
enum BeatsFormat: String, Sendable {
  case json = "application/json"
  case csv = "text/csv"

  /// What errors call the body of a request.
  static let bodyName = "body"

  /// The format of a request's body; JSON where none is said.
  ///
  /// - Throws: ``Problem`` where it is another one.
  init(of request: Request) throws {
    let name = request.mediaType?.name ?? Self.json.rawValue
    guard let format = BeatsFormat(rawValue: name) else {
      throw Problem(
        .unsupportedMediaType,
        "Content-Type: expected application/json or text/csv, found \(name).")
    }
    self = format
  }

  /// The beats of a body: `N × L`.
  ///
  /// - Throws: ``Problem`` that says what is not what it should be.
  func beats(
    in body: Data, of classifier: HeartbeatClassifier, limits: ServerLimits
  ) throws -> [Float] {
    do {
      switch self {
      case .json:
        return try BeatJSON.read(
          body, name: Self.bodyName, samplesPerBeat: classifier.samplesPerBeat,
          mostBeats: limits.beats)
      case .csv:
        // A header and blank lines may be among them.
        try checkLines(of: body, limits)
        let beats = try BeatCSV.read(
          body, name: Self.bodyName, task: classifier.task, labels: .ifPresent,
          samplesPerBeat: classifier.samplesPerBeat)
        guard beats.count <= limits.beats else {
          throw Problem(
            .contentTooLarge,
            "Expected \(limits.beats) beats at the most, found \(beats.count).")
        }
        return beats.values.array(of: 0..<beats.count)
      }
    } catch let error as FileError {
      throw Problem(error, .badRequest)
    } catch let error as BeatJSON.TooManyBeats {
      throw Problem(.contentTooLarge, "Expected \(error.limit) beats at the most, found more.")
    }
  }

  /// Refuses a table of too many lines before they are read.
  private func checkLines(of body: Data, _ limits: ServerLimits) throws {
    let lines = body.withUnsafeBytes { bytes in
      bytes.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
    }
    guard lines <= 2 * limits.beats + 2 else {
      throw Problem(
        .contentTooLarge, "Expected \(limits.beats) beats at the most, found \(lines) lines.")
    }
  }
}
