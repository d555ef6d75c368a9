public import ECGClassifier
import ECGFiles
import Foundation

/// The formats of other tools that a classifier of beats can be written in.
public enum ExchangeFormat: String, CaseIterable, Sendable {
  /// ONNX, which ONNX Runtime and most tools read.
  case onnx
  /// A package of Core ML, for programs of iOS and macOS.
  case coreml
  /// A file of Python that builds the module in PyTorch, with its weights in a
  /// safetensors file beside it.
  case pytorch

  /// The files that are written for an output, the one that was named first.
  ///
  /// For ``pytorch`` that is `NAME.py`, and `NAME.safetensors` beside it; for ``coreml`` the
  /// package, a folder.
  ///
  /// - Throws: `FileError` where the name does not fit the format.
  public func files(for output: String) throws -> [String] {
    switch self {
    case .onnx:
      let ending = URL(filePath: output).pathExtension.lowercased()
      guard !["mlpackage", "py", "safetensors"].contains(ending) else {
        throw FileError(
          .cannotWrite, path: output,
          "expected the name of an ONNX file, NAME.onnx, found that of another format",
          remedy: "End it in .onnx, or choose the other format")
      }
      return [output]
    case .coreml:
      guard URL(filePath: output).pathExtension == "mlpackage" else {
        throw FileError(
          .cannotWrite, path: output,
          "expected the name of a package, NAME.mlpackage, found another",
          remedy: "End it in .mlpackage, by which Xcode and Core ML know it")
      }
      return [output]
    case .pytorch:
      let file = URL(filePath: output)
      guard file.pathExtension == "py" else {
        throw FileError(
          .cannotWrite, path: output,
          "expected the name of a Python file, NAME.py, found another",
          remedy: "End it in .py; NAME.safetensors is written beside it")
      }
      let name = file.deletingPathExtension().lastPathComponent
      guard PythonName.canBeImported(name) else {
        throw FileError(
          .cannotWrite, path: output,
          "expected a name that Python can import, found \(name.quoted)",
          remedy:
            "Use letters, digits and _, a letter first, and no word of Python or module that the file imports"
        )
      }
      return [output, String(output.dropLast(2)) + "safetensors"]
    }
  }

  /// Whether what it writes is a folder, which other programs take for one file.
  public var writesFolder: Bool { self == .coreml }

  /// Whether the output may be written: checked early so that no work is done in vain.
  ///
  /// - Throws: `FileError` of kind `cannotWrite`.
  public func check(output: String, overwrite: Bool = false) throws {
    for file in try files(for: output) {
      if writesFolder {
        try OutputFolder.check(
          path: file, holding: Self.namesInPackage, overwrite: overwrite)
      } else {
        try OutputFile.check(path: file, overwrite: overwrite)
      }
    }
  }

  private static let namesInPackage: Set = ["Data", "Manifest.json"]

  /// Writes a classifier, each file whole or not at all.
  ///
  /// - Parameters:
  ///   - classifier: the model.
  ///   - output: the file that was named; see ``files(for:)``.
  ///   - overwrite: whether files that exist are replaced.
  /// - Returns: the bytes of each file, in the order of ``files(for:)``.
  /// - Throws: ``ExportError`` where the format cannot hold it; `FileError` where a file
  ///   cannot be written.
  public func write(
    _ classifier: HeartbeatClassifier, to output: String, overwrite: Bool = false
  ) throws -> [Int] {
    let files = try files(for: output)
    let contents: [Data]
    switch self {
    case .onnx: contents = [try classifier.onnx()]
    case .coreml:
      let package = try classifier.coreMLPackage()
      try OutputFolder.write(package, to: output, overwrite: overwrite)
      return [package.reduce(0) { $0 + $1.content.count }]
    case .pytorch:
      let weights = URL(filePath: files[1]).lastPathComponent
      contents = [
        Data(try classifier.pyTorchModule(weights: weights).utf8),
        try classifier.pyTorchWeights(),
      ]
    }
    for (file, content) in zip(files, contents) {
      try OutputFile.write(content, to: file, overwrite: overwrite)
    }
    return contents.map(\.count)
  }
}
