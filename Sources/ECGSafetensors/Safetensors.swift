public import Foundation

/// Named tensors of 32-bit floats with text beside them, in the safetensors format.
///
/// The format (https://github.com/huggingface/safetensors): eight bytes with the header's length,
/// little-endian; the header, a JSON object of name → type, shape and byte range, with strings
/// under `__metadata__`; then the tensors' bytes, little-endian and without gaps.
public struct Safetensors: Equatable, Sendable {
  /// A tensor.
  public struct Tensor: Equatable, Sendable {
    /// The sizes of its axes.
    public let shape: [Int]
    /// Its numbers, last axis fastest.
    public let values: [Float]

    /// Creates a tensor.
    ///
    /// - Precondition: `values` holds as many numbers as `shape` says.
    public init(shape: [Int], values: [Float]) {
      precondition(shape.reduce(1, *) == values.count)
      self.shape = shape
      self.values = values
    }
  }

  /// Why bytes are not a safetensors file.
  public struct Failure: Error, Equatable, CustomStringConvertible {
    /// The byte it is about, counted from 0.
    public let byte: Int
    /// What was expected and what was found.
    public let description: String
  }

  /// The tensors by name.
  public var tensors: [String: Tensor]
  /// Text by name.
  public var metadata: [String: String]

  /// Creates a collection of tensors.
  public init(tensors: [String: Tensor] = [:], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }
}

extension Safetensors.Failure: LocalizedError {
  /// The message, for what shows errors by their localised description.
  public var errorDescription: String? { description }
}

extension Safetensors {
  /// The longest header that is read: what the format's own library allows.
  private static let longestHeader = 100_000_000

  /// The file's bytes: the same for the same content, tensors in the order of their names.
  public func encoded() throws -> Data {
    let names = tensors.keys.sorted()
    var header = SafetensorsHeader(metadata: metadata.isEmpty ? nil : metadata)
    var offset = 0
    for name in names {
      guard let tensor = tensors[name] else { continue }
      let end = offset + tensor.values.count * 4
      header.entries[name] = .init(dtype: "F32", shape: tensor.shape, data_offsets: [offset, end])
      offset = end
    }
    var data = try header.encoded()
    data.reserveCapacity(data.count + offset)
    for name in names {
      let bits = (tensors[name]?.values ?? []).map(\.bitPattern.littleEndian)
      bits.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    return data
  }

  /// Reads a file's bytes.
  ///
  /// - Throws: ``Failure`` for anything that is not a whole safetensors file of 32-bit floats.
  ///   Sizes that the file claims are checked before memory is taken for them.
  public init(decoding data: Data) throws {
    let (header, start) = try data.withUnsafeBytes {
      try SafetensorsHeader.read($0, longest: Self.longestHeader)
    }
    let content = data[(data.startIndex + start)...]
    // One behind the other, so that no more is decoded than there is in the file.
    var end = 0
    var tensors: [String: Tensor] = [:]
    let inOrder = header.entries.sorted {
      $0.value.data_offsets.lexicographicallyPrecedes($1.value.data_offsets)
    }
    for (name, entry) in inOrder {
      guard entry.data_offsets.first == end else {
        throw Failure(
          byte: 8,
          description:
            "tensor \(name): expected its bytes to start at \(end), found \(entry.data_offsets)")
      }
      let tensor = try Self.tensor(name, entry, in: content, base: start)
      end += tensor.values.count * 4
      tensors[name] = tensor
    }
    guard end == content.count else {
      throw Failure(
        byte: start,
        description: "the tensors take \(end) bytes, but \(content.count) bytes follow the header")
    }
    self.init(tensors: tensors, metadata: header.metadata ?? [:])
  }

  private static func tensor(
    _ name: String, _ entry: SafetensorsHeader.Entry, in content: Data, base: Int
  ) throws -> Tensor {
    guard entry.dtype == "F32" else {
      throw Failure(
        byte: 8, description: "tensor \(name): expected numbers of type F32, found \(entry.dtype)")
    }
    guard entry.data_offsets.count == 2, 0 <= entry.data_offsets[0],
      entry.data_offsets[0] <= entry.data_offsets[1], entry.data_offsets[1] <= content.count
    else {
      throw Failure(
        byte: 8,
        description:
          "tensor \(name): bytes \(entry.data_offsets) are not within the \(content.count) that follow the header"
      )
    }
    let count = (entry.data_offsets[1] - entry.data_offsets[0]) / 4
    guard product(of: entry.shape) == count,
      count * 4 == entry.data_offsets[1] - entry.data_offsets[0]
    else {
      throw Failure(
        byte: base + entry.data_offsets[0],
        description:
          "tensor \(name): shape \(entry.shape) does not match its \(entry.data_offsets[1] - entry.data_offsets[0]) bytes"
      )
    }
    let bytes = content[(content.startIndex + entry.data_offsets[0])...].prefix(count * 4)
    let values = bytes.withUnsafeBytes { bytes in
      (0..<count).map {
        Float(
          bitPattern: UInt32(
            littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
      }
    }
    return Tensor(shape: entry.shape, values: values)
  }

  /// The product of sizes, or nil where it is negative or does not fit.
  private static func product(of shape: [Int]) -> Int? {
    var product = 1
    for size in shape {
      guard size >= 0 else { return nil }
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      guard !overflow else { return nil }
      product = next
    }
    return product
  }
}
