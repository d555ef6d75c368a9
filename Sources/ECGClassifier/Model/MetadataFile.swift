import ECGDatasets
import ECGFiles
import Foundation
import ECGSafetensors
import ECGNeuralNetwork

/// A safetensors file whose metadata says what it is, and the errors that reading it can end with.
struct MetadataFile {
  let path: String
  let content: Safetensors

  init(path: String) throws {
    try self.init(try InputFile.read(path: path), path: path)
  }

  /// - Parameter path: what to call the file in errors.
  init(_ data: Data, path: String) throws {
    self.path = path
    do {
      content = try Safetensors(decoding: data)
    } catch is Safetensors.Failure where Self.isText(data) {
      throw FileError(
        .badData, path: path, "expected a model, a safetensors file, found text",
        remedy: "Name a file that training wrote")
    } catch let failure as Safetensors.Failure {
      if Self.format(of: data) == BeatSafetensorsHeader.format {
        throw FileError(
          .badData, path: path, "expected a model of this program, found a file of beats",
          remedy: "Name a model's file")
      }
      throw FileError(
        .badData, path: path, at: .byte(failure.byte), failure.description,
        remedy: "The file is damaged or not a safetensors file; train or copy it again")
    }
  }

  /// What the header says of a file that is no model.
  private static func format(of data: Data) -> String? {
    data.withUnsafeBytes { try? SafetensorsHeader.read($0, longest: .max).header }?
      .metadata?["format"]
  }

  /// Whether a file begins as no safetensors file does: a length below 2^32 has zeros in it.
  private static func isText(_ data: Data) -> Bool {
    data.prefix(8).allSatisfy { $0 >= 0x20 || (0x09...0x0D).contains($0) }
  }

  /// Checks that the file is of a kind and a version that this version of the program reads.
  func check(_ kind: FileKind, version: String) throws {
    let format = content.metadata["format"]
    guard format == kind.rawValue else {
      throw FileError(
        .badData, path: path,
        "expected a \(kind.title) of this program, found \(Self.title(of: format))",
        remedy: kind.remedy)
    }
    let found = content.metadata["formatVersion"] ?? "none"
    guard found == version else {
      throw FileError(
        .badData, path: path,
        "expected a \(kind.title) of format version \(version), found \(found)",
        remedy: "Use the version of the program that wrote it, or train it again")
    }
  }

  /// What a file whose metadata says this as its format is called.
  private static func title(of format: String?) -> String {
    if format == BeatSafetensorsHeader.format { return "a file of beats" }
    return format.flatMap(FileKind.init).map { "a \($0.title)" }
      ?? "a safetensors file of something else"
  }

  /// A piece of text in the metadata.
  func text(_ key: String) throws -> String {
    guard let text = content.metadata[key] else { throw damaged("its metadata has no \(key)") }
    return text
  }

  /// A value that stands as JSON in the metadata.
  func value<Value: Decodable>(_ type: Value.Type, _ key: String) throws -> Value {
    let json = Data(try text(key).utf8)
    do {
      return try JSONDecoder().decode(type, from: json)
    } catch {
      var problem = "its metadata's \(key) makes no sense"
      if let error = error as? DecodingError, case .invalid(let words) = DocumentFault(error).kind {
        problem += ": \(words)"
      }
      throw damaged(problem)
    }
  }

  /// A network of stored tensors.
  func network(
    _ architecture: Sequential, tensors: [String: Safetensors.Tensor]
  ) throws -> Network {
    do {
      return try Network(architecture, tensors: tensors)
    } catch let error as NetworkError {
      throw damaged(error.problem)
    }
  }

  /// A value that stands as plain text in the metadata.
  func parsed<Value>(_ key: String, as parse: (String) -> Value?) throws -> Value {
    let found = try text(key)
    guard let value = parse(found) else {
      throw damaged("its metadata has a \(key) that makes no sense: \(found.prefix(40))")
    }
    return value
  }

  /// The tensors whose names begin with `prefix`, without it.
  func tensors(under prefix: String) -> [String: Safetensors.Tensor] {
    var tensors: [String: Safetensors.Tensor] = [:]
    for (name, tensor) in content.tensors where name.hasPrefix(prefix) {
      tensors[String(name.dropFirst(prefix.count))] = tensor
    }
    return tensors
  }

  func expect(
    _ condition: @autoclosure () throws -> Bool, _ problem: @autoclosure () -> String
  ) throws {
    guard try condition() else { throw damaged(problem()) }
  }

  func damaged(_ problem: String) -> FileError {
    FileError(.badData, path: path, problem, remedy: "Train or copy it again")
  }
}
