import ECGSignals
import ECGDatasets
import ECGFiles
import ECGRecordings
import Foundation
import HTTPTypes

/// Beats with the classes that a person gave them, as the viewer sends them.
struct LabelledBeats: Decodable {
  let samplingRate: Double
  /// The R peaks in samples.
  let sample: [Int]
  /// The symbol of each beat's class.
  let `class`: String
  /// A text for each beat.
  let aux: [String]?
  /// The recording's length in seconds; that of its last beat where it is not said.
  let duration: Double?
  /// Where samples are missing: beginnings and ends in seconds.
  let gaps: [[Double]]?
  /// Where nothing can be said about beats, likewise: beats there count nowhere.
  let unusable: [[Double]]?

  /// Reads a body.
  ///
  /// - Throws: ``Problem``.
  static func read(_ body: Data, limits: ServerLimits) throws -> LabelledBeats {
    // Places, texts, and gaps of two numbers each.
    try JSONBody.check(body, mostValues: 4 * limits.labels, of: "\(limits.labels) beats")
    let beats = try JSONBody.decode(LabelledBeats.self, body)
    try JSONBody.check(rate: beats.samplingRate)
    let count = beats.sample.count
    guard count <= limits.labels else {
      throw Problem(
        .contentTooLarge, "Expected \(limits.labels) beats at the most, found \(count).")
    }
    guard beats.class.unicodeScalars.count == count, beats.aux.map({ $0.count == count }) ?? true
    else {
      throw Problem(
        .badRequest, "Expected as many classes, and texts if any, as samples, \(count).")
    }
    try JSONBody.check(peaks: beats.sample)
    if let duration = beats.duration {
      guard duration.isFinite, duration >= 0 else {
        throw Problem(.badRequest, "duration: expected seconds, found \(duration).")
      }
    }
    try check(beats.gaps ?? [], "gaps")
    try check(beats.unusable ?? [], "unusable")
    return beats
  }

  /// Refuses stretches that do not follow one another.
  private static func check(_ stretches: [[Double]], _ name: String) throws {
    let ends = stretches.flatMap(\.self)
    guard stretches.allSatisfy({ $0.count == 2 }),
      zip(ends, ends.dropFirst()).allSatisfy({ $0 <= $1 })
    else {
      throw Problem(
        .badRequest, "\(name): expected pairs of a beginning and an end in seconds, ascending.")
    }
  }

  /// The class of each beat, as an index into those of ``BeatTask/arrhythmia``.
  ///
  /// - Throws: ``Problem`` where a letter is none of theirs.
  func labels() throws -> [Int] {
    let symbols = BeatTask.arrhythmia.classes.map(\.symbol)
    return try self.class.unicodeScalars.map { letter in
      guard let label = symbols.firstIndex(of: String(letter)) else {
        throw Problem(
          .badRequest,
          "class: expected the letters \(symbols.joined(separator: ", ")), found '\(letter)'.")
      }
      return label
    }
  }

  /// The file of annotations.
  ///
  /// - Throws: ``Problem`` where a text does not fit into one.
  func annotations() throws -> Data {
    _ = try labels()
    let symbols = Array(self.class)
    let file = AnnotationFile(
      annotations: sample.indices.map {
        Annotation(sample: sample[$0], symbol: symbols[$0], aux: aux?[$0])
      }, samplingRate: samplingRate)
    do {
      return try file.encoded(path: "annotations")
    } catch let error as FileError {
      throw Problem(error)
    }
  }

  /// What the beats come to.
  ///
  /// - Throws: ``Problem``.
  func summary() throws -> RhythmSummary {
    let gaps = (gaps ?? []).map { $0[0]..<$0[1] }
    let unusable = (unusable ?? []).map { $0[0]..<$0[1] }
    let events = RhythmEvents(
      times: sample.map { Double($0) / samplingRate }, labels: try labels(), gaps: gaps,
      unusable: unusable)
    let end = max(duration ?? 0, events.times.last?.nextUp ?? 0)
    return RhythmSummary(events, in: 0..<end, missing: RhythmSummary.missing(gaps, in: 0..<end))
  }
}

/// What bodies in JSON have in common.
enum JSONBody {
  /// Rates in Hz outside this range are no electrocardiogram's.
  private static let rates = 1.0...1e5
  /// Later samples than this are none of a recording.
  private static let lastSample = 1 << 40

  /// Decodes a body.
  ///
  /// - Throws: ``Problem`` that says where it is not what it should be.
  static func decode<Value: Decodable>(_ type: Value.Type, _ body: Data) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: body)
    } catch let error as DecodingError {
      throw Problem(.badRequest, message(error))
    }
  }

  private static func message(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, let context):
      return "\(place(context.codingPath)): expected the key '\(key.stringValue)', found none."
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      return "\(place(context.codingPath)): expected \(name(type)), found something else."
    case .dataCorrupted(let context):
      return
        "\(place(context.codingPath)): expected a valid JSON document with numbers in range."
    @unknown default: return "Expected a valid JSON document."
    }
  }

  private static func place(_ path: [any CodingKey]) -> String {
    path.isEmpty
      ? "The body" : path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined()
  }

  private static func name(_ type: Any.Type) -> String {
    switch type {
    case is Int.Type: "a whole number"
    case is Double.Type, is Float.Type: "a number"
    case is String.Type: "a text"
    default: "\(type)".hasPrefix("Array") ? "an array" : "an object"
    }
  }

  /// Refuses a body of more values than can be right, before it is decoded, which takes long.
  ///
  /// - Parameter what: what is expected.
  static func check(_ body: Data, mostValues: Int, of what: String) throws {
    guard body.count > mostValues else { return }
    var (commas, isText, isEscaped) = (0, false, false)
    body.withUnsafeBytes { bytes in
      for byte in bytes {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\"") {
          isText.toggle()
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = isText
        } else if byte == UInt8(ascii: ","), !isText {
          commas += 1
        }
      }
    }
    guard commas > mostValues else { return }
    throw Problem(.contentTooLarge, "Expected \(what) at the most, found more.")
  }

  /// Refuses rates that make no sense.
  static func check(rate: Double) throws {
    guard rates.contains(rate) else {
      throw Problem(
        .badRequest,
        "samplingRate: expected \(Int(rates.lowerBound)) to \(Int(rates.upperBound)) Hz, found \(rate)."
      )
    }
  }

  /// Refuses R peaks that do not follow one another.
  static func check(peaks: [Int]) throws {
    guard peaks.first ?? 0 >= 0, peaks.last ?? 0 <= lastSample,
      zip(peaks, peaks.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw Problem(
        .badRequest, "Expected beats in ascending order of samples from 0 on, each once.")
    }
  }
}
