import ECGFiles
import Foundation
import SwiftProtobuf

/// Reads the messages of an ONNX file, after a look at its outline: so many messages and numbers as
/// a network for beats never has would take many times the memory that the file takes.
enum ONNXFile {
  /// The bytes of the largest file that is read: 128 MiB.
  static let largest = 1 << 27

  /// The model in a file.
  ///
  /// - Parameter path: what to call the file in errors.
  /// - Throws: `FileError`.
  static func model(_ bytes: Data, path: String) throws -> ONNXModelProto {
    guard bytes.count <= largest else {
      throw FileError(
        .badData, path: path,
        "expected a file of at most \(largest >> 20) MiB, found \(bytes.count >> 20) MiB",
        remedy: "Export the network for beats alone")
    }
    do {
      var outline = ONNXOutline()
      try bytes.withUnsafeBytes { try outline.look(at: $0) }
      return try ONNXModelProto(serializedBytes: bytes)
    } catch let error as ONNXOutline.Failure {
      throw FileError(
        .badData, path: path, at: .byte(error.byte), error.description,
        remedy: "The file is damaged or not an ONNX file; export or copy it again")
    } catch let error as BinaryDecodingError {
      throw FileError(
        .badData, path: path, "expected the messages of an ONNX file, found others (\(error))",
        remedy: "The file is damaged or not an ONNX file; export or copy it again")
    }
  }
}
