package import Foundation

/// The header of a safetensors file: what it holds and where.
package struct SafetensorsHeader {
  /// A tensor's type, sizes and bytes, counted from the header's end.
  package struct Entry: Codable {
    package let dtype: String
    package let shape: [Int]
    package let data_offsets: [Int]

    package init(dtype: String, shape: [Int], data_offsets: [Int]) {
      self.dtype = dtype
      self.shape = shape
      self.data_offsets = data_offsets
    }
  }

  /// The tensors by name.
  package var entries: [String: Entry]
  /// Text by name, or nil where the file has none.
  package var metadata: [String: String]?

  /// A header.
  package init(entries: [String: Entry] = [:], metadata: [String: String]? = nil) {
    self.entries = entries
    self.metadata = metadata
  }

  /// The file's first bytes: the header with its length, filled with spaces so that the tensors
  /// begin at a multiple of `alignment`; the format asks for one of eight.
  package func encoded(alignment: Int = 8) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var json = try encoder.encode(self)
    let end = (8 + json.count + alignment - 1) / alignment * alignment
    json.append(Data(repeating: UInt8(ascii: " "), count: end - 8 - json.count))
    var data = Data(capacity: end)
    withUnsafeBytes(of: UInt64(json.count).littleEndian) { data.append(contentsOf: $0) }
    return data + json
  }

  /// Reads the first bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - longest: the longest header that is read, in bytes.
  /// - Returns: the header and the byte at which the tensors begin.
  /// - Throws: ``Safetensors/Failure`` where there is no header, or one longer than the file.
  package static func read(
    _ bytes: UnsafeRawBufferPointer, longest: Int
  ) throws -> (header: SafetensorsHeader, end: Int) {
    guard bytes.count >= 8 else {
      throw Safetensors.Failure(
        byte: 0, description: "expected the header's length in 8 bytes, found \(bytes.count) bytes")
    }
    let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(longest), Int(length) <= bytes.count - 8 else {
      throw Safetensors.Failure(
        byte: 0,
        description:
          "the header is said to have \(length) bytes, but \(bytes.count - 8) bytes follow")
    }
    let end = 8 + Int(length)
    do {
      return (try JSONDecoder().decode(SafetensorsHeader.self, from: Data(bytes[8..<end])), end)
    } catch {
      throw Safetensors.Failure(
        byte: 8, description: "the header is not the JSON of a safetensors file")
    }
  }
}

extension SafetensorsHeader: Codable {
  /// Entries and metadata are under one roof, as the format has them.
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  private static let metadataKey = "__metadata__"

  package init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.container(keyedBy: Key.self)
    for key in container.allKeys {
      if key.stringValue == Self.metadataKey {
        metadata = try container.decode([String: String].self, forKey: key)
      } else {
        entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
      }
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encodeIfPresent(metadata, forKey: Key(Self.metadataKey))
    for (name, entry) in entries { try container.encode(entry, forKey: Key(name)) }
  }
}
