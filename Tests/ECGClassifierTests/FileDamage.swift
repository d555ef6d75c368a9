import Foundation
import ECGSafetensors
import Testing

/// One thing wrong with an otherwise valid file.
struct FileDamage: Sendable, CustomTestStringConvertible {
  let name: String
  /// A part of the message it leads to.
  let message: String
  private let apply: @Sendable (inout Safetensors) -> Void

  var testDescription: String { name }

  init(
    _ name: String, _ message: String, _ apply: @escaping @Sendable (inout Safetensors) -> Void
  ) {
    self.name = name
    self.message = message
    self.apply = apply
  }

  /// Text in the metadata replaced as a whole, or removed.
  static func metadata(_ key: String, _ value: String?, _ message: String) -> FileDamage {
    FileDamage("\(key): \(value?.prefix(40) ?? "missing")", message) { $0.metadata[key] = value }
  }

  /// A part of a text in the metadata replaced.
  static func replacing(
    _ part: String, with other: String, in key: String, _ message: String
  ) -> FileDamage {
    FileDamage("\(key): \(part) → \(other)", message) { file in
      file.metadata[key] = file.metadata[key]?.replacing(part, with: other)
    }
  }

  /// A tensor changed.
  static func tensor(
    _ name: String, _ what: String, _ message: String,
    _ change: @escaping @Sendable (inout [Float]) -> Void
  ) -> FileDamage {
    FileDamage("\(name): \(what)", message) { file in
      guard let tensor = file.tensors[name] else { return }
      var values = tensor.values
      change(&values)
      let shape = values.count == tensor.values.count ? tensor.shape : [values.count]
      file.tensors[name] = .init(shape: shape, values: values)
    }
  }

  /// Writes the damaged file to `url`.
  func write(_ data: Data, to url: URL) throws {
    let whole = try Safetensors(decoding: data)
    var damaged = whole
    apply(&damaged)
    // A damage that changes nothing would test nothing.
    let (before, after) = (try whole.encoded(), try damaged.encoded())
    try #require(before != after, "the damage does not apply")
    try after.write(to: url)
  }
}
