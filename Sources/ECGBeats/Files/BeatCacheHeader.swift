import Foundation

/// The header of a safetensors file of beats.
///
/// The format (https://github.com/huggingface/safetensors): eight bytes with the header's length,
/// little-endian; the header, a JSON object of name → type, shape and byte range, with strings under
/// `__metadata__`; then the tensors' bytes, little-endian and without gaps.
struct BeatCacheHeader: Codable {
  /// A tensor's type, sizes and bytes, counted from the header's end.
  struct Entry: Codable {
    let dtype: String
    let shape: [Int]
    let data_offsets: [Int]
  }

  var metadata: [String: String]?
  var values: Entry?
  var labels: Entry?

  private enum CodingKeys: String, CodingKey {
    case metadata = "__metadata__"
    case values, labels
  }

  /// What the metadata calls a file of beats.
  static let format = "swift-ecg beats"
  /// Goes up when a file of before can no longer be read.
  static let formatVersion = "1"
  /// The values begin at a multiple of this, so that whole pages are theirs.
  static let alignment = 4096
  /// The longest header that is read; those of beats have a few hundred bytes.
  static let longest = 1 << 20

  /// The header with its length, filled with spaces up to a multiple of ``alignment``.
  func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var json = try encoder.encode(self)
    let length = (8 + json.count + Self.alignment - 1) / Self.alignment * Self.alignment - 8
    json.append(Data(repeating: UInt8(ascii: " "), count: length - json.count))
    var data = Data(capacity: 8 + length)
    withUnsafeBytes(of: UInt64(length).littleEndian) { data.append(contentsOf: $0) }
    return data + json
  }
}
