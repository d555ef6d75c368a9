public import Foundation

/// Why a classifier cannot be written in another tool's format.
public struct ExportError: Error, Equatable, CustomStringConvertible {
  /// What it has that the format, or this program's way to write it, does not.
  public let description: String
}

extension ExportError {
  /// A layer that has no counterpart yet.
  init(layer: String, path: String) {
    description = "layer \(path) is a \(layer), which cannot be exported yet"
  }
}

extension ExportError: LocalizedError {
  /// The message, for what shows errors by their localised description.
  public var errorDescription: String? { description }
}
