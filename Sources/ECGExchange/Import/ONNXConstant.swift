import Foundation

/// A constant of a graph.
struct ONNXConstant {
  /// The sizes of its axes.
  let shape: [Int]
  /// Its numbers, last axis fastest.
  let numbers: Numbers

  enum Numbers {
    case floats([Float])
    case integers([Int])
  }

  /// How many numbers there are.
  var count: Int {
    switch numbers {
    case .floats(let values): values.count
    case .integers(let values): values.count
    }
  }

  /// The numbers as floats.
  var floats: [Float] {
    switch numbers {
    case .floats(let values): values
    case .integers(let values): values.map(Float.init)
    }
  }

  /// Whole numbers; nil where it has others.
  var integers: [Int]? {
    guard case .integers(let values) = numbers else { return nil }
    return values
  }

  init(shape: [Int], numbers: Numbers) { (self.shape, self.numbers) = (shape, numbers) }

  /// Why a tensor cannot be taken.
  struct Failure: Error {
    let problem: String
  }

  /// The constant of a message.
  ///
  /// - Throws: ``Failure`` where its numbers are elsewhere, of another type, or not as many as
  ///   its shape says.
  init(_ tensor: ONNXTensorProto) throws {
    guard tensor.dataLocation == .default else {
      throw Failure(
        problem: "expected numbers in the file itself, found a pointer to another file")
    }
    guard let type = ONNXElementType(rawValue: tensor.dataType) else {
      throw Failure(
        problem:
          "expected numbers of type 1 (float), 6, 7 or 11, found type \(tensor.dataType)")
    }
    shape = try tensor.dims.map {
      guard let size = Int(exactly: $0), 0...(1 << 28) ~= size else {
        throw Failure(problem: "expected sizes from 0 to \(1 << 28), found \($0)")
      }
      return size
    }
    numbers =
      switch type {
      case .float:
        .floats(
          Self.values(tensor, UInt32.self, Float.init(bitPattern:)) ?? tensor.floatData)
      case .double:
        .floats(
          (Self.values(tensor, UInt64.self, Double.init(bitPattern:)) ?? tensor.doubleData)
            .map { Float($0) })
      case .int32:
        .integers(
          Self.values(tensor, Int32.self) { Int($0) } ?? tensor.int32Data.map { Int($0) })
      case .int64:
        .integers(
          Self.values(tensor, Int64.self) { Int($0) } ?? tensor.int64Data.map { Int($0) })
      }
    let product = shape.reduce(1 as Int?) { product, size in
      guard let product else { return nil }
      let (next, overflows) = product.multipliedReportingOverflow(by: size)
      return overflows ? nil : next
    }
    guard shape.count <= 8, product == count else {
      throw Failure(problem: "expected as many numbers as shape \(shape) has, found \(count)")
    }
  }

  /// The numbers in a tensor's raw bytes, little-endian; nil where it has none.
  private static func values<Stored: FixedWidthInteger, Value>(
    _ tensor: ONNXTensorProto, _ type: Stored.Type, _ value: (Stored) -> Value
  ) -> [Value]? {
    guard tensor.hasRawData else { return nil }
    let size = MemoryLayout<Stored>.size
    return tensor.rawData.withUnsafeBytes { bytes in
      guard bytes.count.isMultiple(of: size) else { return [] }
      return (0..<bytes.count / size).map {
        value(
          Stored(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * size, as: Stored.self)))
      }
    }
  }
}
