import ECGClassifier
import ECGDatasets
import ECGExchange
import ECGFiles
import ECGNeuralNetwork
import ECGSafetensors
import ECGTestSupport
import Foundation
import SwiftProtobuf
import Testing

@Suite struct CoreMLExportTests {
  /// What an export has in its file of weights, read by the published layout.
  private struct Weights {
    let data: Data

    var count: Int { Int(number(0, UInt32.self)) }
    var version: Int { Int(number(4, UInt32.self)) }

    func number<Number: FixedWidthInteger>(_ place: Int, _ type: Number.Type) -> Number {
      Number(
        littleEndian: data.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: type) })
    }

    /// The numbers that a program finds by the place of what is said of them.
    func values(at place: UInt64) -> [Float] {
      let place = Int(place)
      #expect(number(place, UInt32.self) == 0xDEAD_BEEF)
      #expect(number(place + 4, UInt32.self) == 2, "32-bit floats")
      let size = Int(number(place + 8, UInt64.self))
      let start = Int(number(place + 16, UInt64.self))
      #expect(start == place + 64 && start.isMultiple(of: 64) && start + size <= data.count)
      return stride(from: start, to: start + size, by: 4).map {
        Float(bitPattern: number($0, UInt32.self))
      }
    }
  }

  private func parts(
    of classifier: HeartbeatClassifier
  ) throws -> (model: CoreMLModel, operations: [CoreMLOperation], weights: Weights) {
    let files = Dictionary(
      uniqueKeysWithValues: try classifier.coreMLPackage().map { ($0.path, $0.content) })
    let model = try CoreMLModel(
      serializedBytes: try #require(files["Data/com.apple.CoreML/model.mlmodel"]))
    let function = try #require(model.mlProgram.functions["main"])
    #expect(function.opset == "CoreML5")
    let block = try #require(function.blockSpecializations[function.opset])
    #expect(block.outputs == ["probabilities"])
    return (
      model, block.operations,
      Weights(data: try #require(files["Data/com.apple.CoreML/weights/weight.bin"]))
    )
  }

  /// The numbers of all constants of floats by name.
  private func constants(_ operations: [CoreMLOperation], _ weights: Weights) -> [String: [Float]] {
    var constants: [String: [Float]] = [:]
    for operation in operations where operation.type == "const" {
      guard let value = operation.attributes["val"], value.type.tensorType.dataType == .float32
      else { continue }
      let numbers =
        value.blobFileValue.fileName.isEmpty
        ? value.immediateValue.tensor.floats.values : weights.values(at: value.blobFileValue.offset)
      #expect(
        numbers.count
          == value.type.tensorType.dimensions.reduce(1) { $0 * Int($1.constant.size) })
      constants[operation.outputs[0].name] = numbers
    }
    return constants
  }

  @Test func weightsAreTheNetworksBitForBit() throws {
    let classifier = try UntrainedClassifier.classifier(scaling: .standard, members: 2)
    let (_, operations, weights) = try parts(of: classifier)
    #expect(weights.version == 2)
    let constants = constants(operations, weights)
    for (index, member) in classifier.members.enumerated() {
      for (name, tensor) in member.network.tensors {
        let written = try #require(
          constants["members_\(index)_" + name.replacing(".", with: "_")], "\(name)")
        // (K, C, filters) became (filters, C, K), and (C, units) became (units, C).
        var expected: [Float] = []
        let (shape, values) = (tensor.shape, tensor.values)
        switch shape.count {
        case 3:
          for filter in 0..<shape[2] {
            for channel in 0..<shape[1] {
              for tap in 0..<shape[0] {
                expected.append(values[(tap * shape[1] + channel) * shape[2] + filter])
              }
            }
          }
        case 2:
          for unit in 0..<shape[1] {
            for input in 0..<shape[0] { expected.append(values[input * shape[1] + unit]) }
          }
        default: expected = values
        }
        #expect(written.map(\.bitPattern) == expected.map(\.bitPattern), "\(name)")
      }
    }
    let blobs = operations.count {
      $0.attributes["val"]?.blobFileValue.fileName == "@model_path/weights/weight.bin"
    }
    #expect(weights.count == blobs)
    #expect(blobs > 10)
  }

  @Test func gatesOfAnLSTMAreInTheirOrder() throws {
    let architecture = try #require(UntrainedClassifier.small.first { $0.name == "LSTM" })
      .architecture
    let classifier = try UntrainedClassifier.classifier(architecture)
    let (_, operations, weights) = try parts(of: classifier)
    let written = try #require(
      constants(operations, weights)["members_0_layers_2_forward_inputWeight"])
    let ours = try #require(
      classifier.members[0].network.tensors["layers.2.forward.inputWeight"])
    // Of (6, 4 · 4), input, forget, candidate, output, became (4 · 4, 6), the last two in turn.
    for (gate, place) in [0, 1, 3, 2].enumerated() {
      for unit in 0..<4 {
        for input in 0..<6 {
          #expect(
            written[(gate * 4 + unit) * 6 + input] == ours.values[input * 16 + place * 4 + unit])
        }
      }
    }
  }

  /// Every layer, every scaling, one network and more.
  private static func classifiers() throws -> [HeartbeatClassifier] {
    try [(Scaler.Kind.none, 1), (.standard, 2), (.perBeat, 3)].map {
      try UntrainedClassifier.classifier(scaling: $0, members: $1)
    } + UntrainedClassifier.small.map { try UntrainedClassifier.classifier($0.architecture) }
  }

  @Test func programsAreWellFormed() throws {
    for classifier in try Self.classifiers() {
      let (model, operations, _) = try parts(of: classifier)
      let inputs = try #require(model.mlProgram.functions["main"]).inputs
      #expect(inputs.map(\.name) == ["beats"])
      // Each name is given once, before it is used.
      var known: Set = ["beats"]
      for operation in operations {
        let used = operation.inputs.values.flatMap { $0.arguments.map(\.name) }
        #expect(known.isSuperset(of: used), "\(operation.type) \(used)")
        for output in operation.outputs {
          #expect(output.name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil, "\(output.name)")
          #expect(known.insert(output.name).inserted, "\(output.name)")
          #expect(Int(output.type.tensorType.rank) == output.type.tensorType.dimensions.count)
        }
      }
      #expect(known.contains("probabilities"))
    }
  }

  @Test func whatTheModelIsStandsInTheFile() throws {
    let (model, operations, _) = try parts(of: HeartbeatClassifier.pretrained())
    #expect(model.specificationVersion == 6)
    let description = model.description_p
    #expect(description.metadata.userDefined["classes"] == "N,S,V,F,Q")
    #expect(description.metadata.userDefined["sampling_rate"] == "120")
    #expect(description.metadata.shortDescription.contains("not a medical device"))
    #expect(description.metadata.shortDescription.contains("not run on Apple's runtime yet"))
    #expect(description.metadata.license.contains("ODC-By"))
    #expect(description.input.map(\.name) == ["beats"])
    #expect(description.output.map(\.name) == ["probabilities"])
    let array = description.input[0].type.multiArrayType
    #expect(array.shape == [1, 1, 187])
    #expect(array.shapeRange.sizeRanges.map(\.lowerBound) == [1, 1, 187])
    #expect(array.shapeRange.sizeRanges.map(\.upperBound) == [4096, 1, 187])
    let result = try #require(operations.last)
    #expect(result.type == "softmax")
    #expect(result.outputs[0].type.tensorType.dimensions.map(\.constant.size) == [0, 5])
  }

  @Test func sameModelGivesSameBytes() throws {
    let classifier = try UntrainedClassifier.classifier(scaling: .standard, members: 2)
    let (first, second) = (try classifier.coreMLPackage(), try classifier.coreMLPackage())
    #expect(first.map(\.path) == second.map(\.path))
    #expect(first.map(\.content) == second.map(\.content))
  }

  @Test func packageIsWhatItsManifestSays() throws {
    struct Manifest: Decodable {
      let fileFormatVersion: String
      let itemInfoEntries: [String: Item]
      let rootModelIdentifier: String

      struct Item: Decodable { let path: String }
    }
    try withTemporaryFolder { folder in
      let package = folder.appending(path: "m.mlpackage")
      let classifier = try UntrainedClassifier.classifier()
      _ = try ExchangeFormat.coreml.write(classifier, to: package.path)
      let manifest = try JSONDecoder().decode(
        Manifest.self, from: Data(contentsOf: package.appending(path: "Manifest.json")))
      #expect(manifest.fileFormatVersion == "1.0.0")
      for item in manifest.itemInfoEntries.values {
        let path = package.appending(path: "Data/\(item.path)").path
        #expect(FileManager.default.fileExists(atPath: path), "\(path)")
      }
      let root = try #require(manifest.itemInfoEntries[manifest.rootModelIdentifier])
      #expect(root.path.hasSuffix("model.mlmodel"))
      // It is replaced where that is asked for, and not otherwise.
      #expect(throws: FileError.self) {
        try ExchangeFormat.coreml.write(classifier, to: package.path)
      }
      _ = try ExchangeFormat.coreml.write(classifier, to: package.path, overwrite: true)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["m.mlpackage"])
    }
  }

  @Test func outputMustBeNamedAsAPackage() throws {
    let error = try #require(throws: FileError.self) {
      try ExchangeFormat.coreml.files(for: "model.mlmodel")
    }
    #expect(error.description.contains(".mlpackage"))
  }

  @Test(
    .enabled(
      if: Python.has("coremltools, torch, safetensors.torch"),
      "ECG_PYTHON cannot import coremltools, torch and safetensors"))
  func coremltoolsReadsTheSame() throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../scripts/check-coreml.py").standardizedFileURL
    try withTemporaryFolder { folder in
      let beats = Array(UntrainedClassifier.beats.dropLast(UntrainedClassifier.samples))
      let rows = stride(from: 0, to: beats.count, by: UntrainedClassifier.samples).map { start in
        beats[start..<start + UntrainedClassifier.samples].map { "\($0)" }.joined(separator: ",")
      }
      let folders = try Self.classifiers().enumerated().map { index, classifier in
        let folder = folder.appending(path: "\(index)")
        func path(_ name: String) -> String { folder.appending(path: name).path }
        _ = try ExchangeFormat.coreml.write(classifier, to: path("model.mlpackage"))
        _ = try ExchangeFormat.pytorch.write(classifier, to: path("model.py"))
        try OutputFile.write(rows.joined(separator: "\n"), to: path("beats.csv"))
        let classes = classifier.task.classes.map(\.symbol)
        let probabilities = try classifier.probabilities(of: beats)
        let answers = rows.indices.map { row in
          [
            "probabilities": Dictionary(
              uniqueKeysWithValues: zip(classes, probabilities[(row * classes.count)...]))
          ]
        }
        try OutputFile.write(JSONEncoder().encode(["beats": answers]), to: path("ours.json"))
        return folder.path
      }
      let program = """
        import runpy, sys
        sys.path.insert(0, sys.argv[1].rpartition("/")[0])
        sys.argv = sys.argv[1:]
        runpy.run_path(sys.argv[0], run_name="__main__")
        """
      let output = try Python.run(program, [script.path] + folders)
      #expect(!output.contains("NOT AS IT SHOULD BE"), "\(output)")
      #expect(output.matches(of: /computed in NumPy: 7 beats/).count == folders.count)
    }
  }
}
