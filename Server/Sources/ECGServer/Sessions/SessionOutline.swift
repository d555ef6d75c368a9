import Foundation

/// The members of a session's JSON that are no lists, and how many changes it has.
///
/// A decoder would take many times the memory of a session for numbers that nobody asks for
/// here. What is not whole JSON further down is found by the page, which checks a session
/// before it takes it up.
struct SessionOutline: Decodable, Equatable {
  let format: String
  let version: Int
  let name: String
  let signal: String
  let base: String
  let samples: Int
  let samplingRate: Double
  let saved: Double
  let done: Int
  let changes: Int

  private enum CodingKeys: CodingKey {
    case format, version, name, signal, base, samples, samplingRate, saved, done, changes
    /// What earlier versions call the sampling rate.
    case rate
  }

  init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    format = try members.decode(String.self, forKey: .format)
    version = try members.decode(Int.self, forKey: .version)
    name = try members.decode(String.self, forKey: .name)
    signal = try members.decode(String.self, forKey: .signal)
    base = try members.decode(String.self, forKey: .base)
    samples = try members.decode(Int.self, forKey: .samples)
    saved = try members.decode(Double.self, forKey: .saved)
    done = try members.decode(Int.self, forKey: .done)
    changes = try members.decode(Int.self, forKey: .changes)
    let rates = try [CodingKeys.samplingRate, .rate].filter(members.contains).map {
      try members.decode(Double.self, forKey: $0)
    }
    guard let rate = rates.first else {
      throw DecodingError.keyNotFound(
        CodingKeys.samplingRate,
        .init(codingPath: decoder.codingPath, debugDescription: "There is no sampling rate."))
    }
    samplingRate = rate
  }

  /// The outline of a session; nil where it is none.
  init?(of content: Data) {
    guard let members = Self.members(of: content),
      let outline = try? JSONDecoder().decode(SessionOutline.self, from: members),
      outline.format == "swift-ecg session", outline.version == 1,
      (0...outline.changes).contains(outline.done),
      (0...JSONBody.lastSample).contains(outline.samples),
      JSONBody.rates.contains(outline.samplingRate), Self.dates.contains(outline.saved)
    else { return nil }
    self = outline
  }

  /// The milliseconds since 1970 that a date can have in a browser (ECMA-262, section 21.4.1.1).
  private static let dates = 0...8.64e15

  /// The member whose elements are counted.
  private static let counted = Array("\"edits\"".utf8)
  /// The bytes that the members together may have.
  private static let mostBytes = 1 << 14

  /// An object of the members that are neither lists nor objects, and of the number of changes.
  private static func members(of content: Data) -> Data? {
    var scan = Scan()
    for byte in content { guard scan.take(byte) else { return nil } }
    guard scan.isWhole, let changes = scan.changes else { return nil }
    return Data(scan.members + Array("\"changes\":\(changes)}".utf8))
  }

  /// One pass over the bytes of an object.
  private struct Scan {
    /// The members so far, each with a comma behind it.
    var members = [UInt8(ascii: "{")]
    var changes: Int?
    var isWhole: Bool { depth == 0 && hasBegun }

    /// The member that is being read, as long as it is neither a list nor an object.
    private var member: [UInt8] = []
    private var depth = 0
    private var hasBegun = false
    private var isList = false
    private var isCounted = false
    private var (elements, hasElement) = (0, false)
    private var (isString, isEscaped) = (false, false)

    /// Takes the next byte; false where it cannot follow.
    mutating func take(_ byte: UInt8) -> Bool {
      if isString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isString = false
        }
        return keep(byte)
      }
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
        return true
      case UInt8(ascii: "{") where !hasBegun:
        (hasBegun, depth) = (true, 1)
        return true
      case _ where depth == 0: return false
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if depth == 1 {
          (isList, isCounted) = (true, member.starts(with: SessionOutline.counted))
        } else {
          hasElement = true
        }
        depth += 1
        return true
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { end() }
        return true
      case UInt8(ascii: ",") where depth == 1:
        end()
        return true
      case UInt8(ascii: ",") where depth == 2:
        elements += 1
        return true
      default:
        if byte == UInt8(ascii: "\"") { isString = true }
        return keep(byte)
      }
    }

    private mutating func keep(_ byte: UInt8) -> Bool {
      if depth > 1 {
        hasElement = true
      } else {
        member.append(byte)
      }
      return members.count + member.count <= SessionOutline.mostBytes
    }

    /// Ends a member.
    private mutating func end() {
      if isCounted { changes = hasElement ? elements + 1 : 0 }
      if !isList, !member.isEmpty { members += member + [UInt8(ascii: ",")] }
      member = []
      (isList, isCounted, elements, hasElement) = (false, false, 0, false)
    }
  }
}
