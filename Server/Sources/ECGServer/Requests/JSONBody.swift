import ECGFiles
import Foundation
import HTTPTypes

/// What bodies in JSON have in common.
enum JSONBody {
  /// Rates in Hz outside this range are no electrocardiogram's.
  static let rates = 1.0...1e5
  /// Later samples than this are none of a recording.
  static let lastSample = 1 << 40
  /// Times outside this range are none of a recording: 300 years.
  static let seconds = 0...1e10

  /// Decodes a body.
  ///
  /// - Throws: ``Problem`` that says where it is not what it should be.
  static func decode<Value: Decodable>(_ type: Value.Type, _ body: Data) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: body)
    } catch let error as DecodingError {
      throw Problem(.badRequest, problem(error, of: "body") + ".")
    }
  }

  /// What is wrong with a document, and where: a sentence without a full stop.
  ///
  /// - Parameter document: what to call it.
  static func problem(_ error: DecodingError, of document: String) -> String {
    let fault = DocumentFault(error)
    let place = fault.place.isEmpty ? "The \(document)" : fault.place
    return switch fault.kind {
    case .missing(let key): "\(place): expected the key '\(key)', found none"
    case .other(let expected): "\(place): expected \(expected), found something else"
    case .invalid:
      "\(place): expected valid JSON with numbers in range, whole where things are counted"
    }
  }

  /// Refuses a body of more values than can be right, before it is decoded, which takes long.
  ///
  /// - Parameters:
  ///   - mostObjects: how many objects there may be among them, each of which takes more
  ///     than a value.
  ///   - what: what is expected.
  static func check(
    _ body: Data, mostValues: Int, mostObjects: Int = .max, of what: String
  ) throws {
    guard body.count > min(mostValues, mostObjects) else { return }
    var (commas, objects, isText, isEscaped) = (0, 0, false, false)
    body.withUnsafeBytes { bytes in
      for byte in bytes {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\"") {
          isText.toggle()
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = isText
        } else if !isText {
          commas += byte == UInt8(ascii: ",") ? 1 : 0
          objects += byte == UInt8(ascii: "{") ? 1 : 0
        }
      }
    }
    guard commas > mostValues || objects > mostObjects else { return }
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
        .badRequest,
        "Expected beats in ascending order of samples from 0 to \(lastSample), each once.")
    }
  }
}
