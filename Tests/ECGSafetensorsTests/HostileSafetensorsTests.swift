import Foundation
import ECGSafetensors
import Testing

/// Bytes that claim to be a safetensors file and are not: each a failure that says why.
@Suite struct HostileSafetensorsTests {
  struct FileDamage: Sendable, CustomTestStringConvertible {
    let name: String
    let data: Data
    /// A part of the message.
    let message: String

    var testDescription: String { name }

    init(_ name: String, _ data: Data, _ message: String) {
      self.name = name
      self.data = data
      self.message = message
    }

    /// A file of a header and `count` bytes of tensors.
    init(_ name: String, header: String, bytes count: Int = 8, _ message: String) {
      let header = Data(header.utf8)
      self.init(
        name, HostileSafetensorsTests.length(UInt64(header.count)) + header + Data(count: count),
        message)
    }
  }

  static func length(_ length: UInt64) -> Data {
    withUnsafeBytes(of: length.littleEndian) { Data($0) }
  }

  /// The header of one tensor `x`.
  static func tensor(_ shape: String, _ offsets: String, type: String = #""F32""#) -> String {
    #"{"x":{"dtype":\#(type),"shape":\#(shape),"data_offsets":\#(offsets)}}"#
  }

  /// The header of two tensors of one number each.
  static func two(_ first: String, _ second: String) -> String {
    #"{"x":{"dtype":"F32","shape":[1],"data_offsets":\#(first)},"#
      + #""y":{"dtype":"F32","shape":[1],"data_offsets":\#(second)}}"#
  }

  static let lengths: [FileDamage] = [
    FileDamage("empty", Data(), "found 0 bytes"),
    FileDamage("seven bytes", Data(count: 7), "found 7 bytes"),
    FileDamage("header of 0 bytes", length(0), "not the JSON"),
    FileDamage("header of 2^60 bytes", length(1 << 60) + Data("{}".utf8), "but 2 bytes follow"),
    FileDamage("header of 2^64 - 1 bytes", length(.max) + Data("{}".utf8), "but 2 bytes follow"),
    FileDamage("header of 2^63 bytes", length(1 << 63) + Data("{}".utf8), "but 2 bytes follow"),
    FileDamage("header one byte too long", length(3) + Data("{}".utf8), "said to have 3 bytes"),
  ]

  static let headers: [FileDamage] = [
    FileDamage("not JSON", header: "weights", "not the JSON"),
    FileDamage("zeros", header: String(repeating: "\0", count: 16), "not the JSON"),
    FileDamage("half an object", header: #"{"x":{"dtype""#, "not the JSON"),
    FileDamage("a list", header: "[]", "not the JSON"),
    FileDamage(
      "deeply nested", header: String(repeating: #"{"a":"#, count: 100_000), "not the JSON"),
    FileDamage("metadata is no text", header: #"{"__metadata__":{"k":1}}"#, "not the JSON"),
    FileDamage("no offsets", header: #"{"x":{"dtype":"F32","shape":[2]}}"#, "not the JSON"),
    FileDamage("fraction in a shape", header: tensor("[0.5]", "[0,8]"), "not the JSON"),
    FileDamage("offset beyond 64 bits", header: tensor("[2]", "[0,1e300]"), "not the JSON"),
    FileDamage("type is no text", header: tensor("[2]", "[0,8]", type: "32"), "not the JSON"),
    FileDamage("numbers of 64 bits", header: tensor("[1]", "[0,8]", type: #""F64""#), "found F64"),
  ]

  static let ranges: [FileDamage] = [
    FileDamage("overlap", header: two("[0,4]", "[0,4]"), "to start at 4"),
    FileDamage("half an overlap", header: two("[0,4]", "[2,6]"), "to start at 4"),
    FileDamage("gap at the start", header: tensor("[1]", "[4,8]"), "to start at 0"),
    FileDamage("gap between", header: two("[0,4]", "[8,12]"), bytes: 12, "to start at 4"),
    FileDamage("gap at the end", header: tensor("[1]", "[0,4]"), "take 4 bytes, but 8"),
    FileDamage("bytes without tensors", header: "{}", "take 0 bytes, but 8"),
    FileDamage("past the end", header: tensor("[4]", "[0,16]"), "not within the 8"),
    FileDamage("far past the end", header: tensor("[4]", "[0,\(Int.max)]"), "not within the 8"),
    FileDamage("negative start", header: tensor("[4]", "[-8,8]"), "to start at 0"),
    FileDamage("lowest start", header: tensor("[4]", "[\(Int.min),8]"), "to start at 0"),
    FileDamage("negative end", header: tensor("[2]", "[0,-8]"), "not within the 8"),
    FileDamage("no offsets in the list", header: tensor("[2]", "[]"), "to start at 0"),
    FileDamage("one offset", header: tensor("[2]", "[0]"), "not within the 8"),
    FileDamage("three offsets", header: tensor("[2]", "[0,4,8]"), "not within the 8"),
  ]

  static let shapes: [FileDamage] = [
    FileDamage("too few numbers", header: tensor("[3]", "[0,8]"), "does not match its 8 bytes"),
    FileDamage("a scalar of two", header: tensor("[]", "[0,8]"), "does not match its 8 bytes"),
    FileDamage("a quarter missing", header: tensor("[1]", "[0,7]"), bytes: 7, "its 7 bytes"),
    FileDamage("negative sizes", header: tensor("[-1,-2]", "[0,8]"), "does not match its 8 bytes"),
    FileDamage(
      "product wraps round to 2",
      // 3 · 12297829382473034411 = 2^65 + 1, so these wrap round to 2 in 64 bits.
      header: tensor("[6,3074457345618258603,4]", "[0,8]"), "does not match its 8 bytes"),
    FileDamage(
      "product overflows to 0",
      header: tensor("[4294967296,4294967296]", "[0,0]"), bytes: 0, "its 0 bytes"),
    FileDamage(
      "largest sizes", header: tensor("[\(Int.max),\(Int.max)]", "[0,8]"), "its 8 bytes"),
  ]

  @Test(arguments: lengths + headers + ranges + shapes)
  func isAFailureThatSaysWhy(_ damage: FileDamage) throws {
    let failure = try #require(throws: Safetensors.Failure.self) {
      try Safetensors(decoding: damage.data)
    }
    #expect(failure.description.contains(damage.message), "\(failure)")
    #expect(failure.localizedDescription == failure.description)
    #expect((0...max(damage.data.count, 8)).contains(failure.byte))
  }

  @Test func everyTruncationIsAFailure() throws {
    let whole = try SafetensorsTests.sample.encoded()
    for count in 0..<whole.count {
      #expect(throws: Safetensors.Failure.self, "cut to \(count) bytes") {
        try Safetensors(decoding: whole.prefix(count))
      }
    }
  }

  /// Any byte of the header and its length may be changed: the worst is a failure.
  @Test func noChangedByteTraps() throws {
    let whole = try SafetensorsTests.sample.encoded()
    let headerEnd = whole.count - 24
    var failures = 0
    for position in 0..<headerEnd {
      for byte: UInt8 in [0, 0x22, 0x2D, 0x39, 0x7B, 0xFF] where whole[position] != byte {
        var damaged = whole
        damaged[position] = byte
        do {
          let read = try Safetensors(decoding: damaged)
          #expect(read.tensors.values.map(\.values.count).reduce(0, +) == 6)
        } catch is Safetensors.Failure {
          failures += 1
        }
      }
    }
    #expect(failures > headerEnd)
  }
}
