package import ECGClassifier
import ECGDatasets
import ECGFiles
import ECGNeuralNetwork
package import Foundation
import SwiftProtobuf

/// A classifier of beats as a model of Core ML: an ML Program in a package.
///
/// Input `beats` `(N, 1, L)` and output `probabilities` `(N, K)`, as of the ONNX file; scaling, all
/// networks, the mean of their probabilities and the temperature are inside, in 32-bit floats
/// throughout. No one has run it on Apple's runtime yet, and its description says so.
extension HeartbeatClassifier {
  /// The version of MIL's operators, and that of the file which goes with it: those of iOS 15 and
  /// macOS 12, the first that had ML Programs.
  static let milOpset = "CoreML5"
  static let coreMLVersion: Int32 = 6

  /// The most beats at once: a range needs an end in an ML Program.
  static let mostBeatsAtOnce = 4096

  /// The files of an `.mlpackage`, by their paths in it.
  ///
  /// - Throws: ``ExportError`` for a network with a layer that cannot be written.
  package func coreMLPackage() throws -> [(path: String, content: Data)] {
    let (model, weights) = try coreMLModel()
    do {
      var options = BinaryEncodingOptions()
      options.useDeterministicOrdering = true
      return [
        ("Manifest.json", Data(Self.coreMLManifest.utf8)),
        ("Data/com.apple.CoreML/model.mlmodel", try model.serializedData(options: options)),
        ("Data/com.apple.CoreML/weights/weight.bin", weights),
      ]
    } catch let error as BinaryEncodingError {
      throw ExportError(description: "the model cannot be encoded (\(error))")
    }
  }

  /// The message of the model, and the file of its weights.
  func coreMLModel() throws -> (model: CoreMLModel, weights: Data) {
    let beats = MILBuilder.Value(name: "beats", shape: [nil, 1, samplesPerBeat])
    var builder = MILBuilder()
    let scaled = builder.append(scaler, to: beats)
    let logits = try members.enumerated().map { index, member in
      var writer = MILLayerWriter(
        builder: builder, tensors: member.network.tensors, prefix: "members.\(index).")
      let output = try writer.append(
        member.network.architecture.layers, to: scaled, shape: member.network.inputShape)
      builder = writer.builder
      return output.value
    }
    let probabilities = appendProbabilities(of: logits, to: &builder)
    var model = CoreMLModel()
    model.specificationVersion = Self.coreMLVersion
    model.description_p = coreMLDescription
    model.mlProgram = builder.program(
      input: beats, output: probabilities, opset: Self.milOpset)
    return (model, builder.weights.data)
  }

  /// Appends the mean of the networks' probabilities and the temperature, as logarithms; a summand
  /// that is the same for all classes makes no difference, so that the sum may stand for the mean.
  private func appendProbabilities(
    of logits: [MILBuilder.Value], to builder: inout MILBuilder
  ) -> MILBuilder.Value {
    let shape = logits[0].shape
    func logSumExp(
      _ x: MILBuilder.Value, keeping: Bool, as name: String, shape: [Int?]
    ) -> MILBuilder.Value {
      builder.append(
        "reduce_log_sum_exp",
        ["x": .value(x), "axes": .integers([1]), "keep_dims": .flag(keeping)], as: name,
        shape: shape)
    }
    var logarithms = logits[0]
    if logits.count > 1 {
      let rows = logits.enumerated().map { index, logits in
        let sum = logSumExp(logits, keeping: true, as: "members.\(index).sum", shape: [nil, 1])
        return builder.append(
          "sub", ["x": .value(logits), "y": .value(sum)], as: "members.\(index).logarithms",
          shape: shape)
      }
      let all = builder.append(
        "stack", ["values": .values(rows), "axis": .integer(1)], as: "mean.rows",
        shape: [nil, rows.count, task.classes.count])
      logarithms = logSumExp(all, keeping: false, as: "mean", shape: shape)
    }
    if calibration.temperature != 1 {
      logarithms = builder.append(
        "real_div", ["x": .value(logarithms), "y": .number(Float(calibration.temperature))],
        as: "calibrated", shape: shape)
    }
    return builder.append(
      "softmax", ["x": .value(logarithms), "axis": .integer(1)], as: "probabilities", shape: shape)
  }

  private var coreMLDescription: CoreMLModelDescription {
    let facts = ModelFacts.of(self)
    var description = CoreMLModelDescription()
    description.metadata.shortDescription = """
      \(facts.prefix(2).map(\.value).joined(separator: "\n"))
      Written without Core ML and checked by coremltools alone: not run on Apple's runtime yet.
      """
    description.metadata.author = "swift-ecg"
    description.metadata.versionString = Version.current
    description.metadata.license = facts.first { $0.key == "data_licence" }?.value ?? ""
    description.metadata.userDefined = Dictionary(
      uniqueKeysWithValues: facts.map { ($0.key, $0.value) })
    var input = CoreMLFeatureDescription()
    input.name = "beats"
    input.shortDescription =
      "Beats: one lead of \(samplesPerBeat) samples each, not yet scaled by the model's scaler"
    input.type.multiArrayType.dataType = .float32
    input.type.multiArrayType.shape = [1, 1, Int64(samplesPerBeat)]
    input.type.multiArrayType.shapeRange.sizeRanges = [
      1...Self.mostBeatsAtOnce, 1...1, samplesPerBeat...samplesPerBeat,
    ].map { range in
      var size = CoreMLSizeRange()
      size.lowerBound = UInt64(range.lowerBound)
      size.upperBound = Int64(range.upperBound)
      return size
    }
    var output = CoreMLFeatureDescription()
    output.name = "probabilities"
    output.shortDescription =
      "Calibrated probabilities of "
      + task.classes.map { "\($0.symbol) (\($0.name))" }.joined(separator: ", ")
    // Its shape depends on the number of beats, and is left out as coremltools leaves it out.
    output.type.multiArrayType.dataType = .float32
    description.input = [input]
    description.output = [output]
    return description
  }

  /// What is in the package. The identifiers need to differ within it alone, and are the same in
  /// every one, so that a model gives the same bytes each time.
  private static let coreMLManifest = """
    {
      "fileFormatVersion": "1.0.0",
      "itemInfoEntries": {
        "6E5C2B54-0B0F-4C7E-9C6B-1D6C3A1B7E01": {
          "author": "com.apple.CoreML",
          "description": "CoreML Model Specification",
          "name": "model.mlmodel",
          "path": "com.apple.CoreML/model.mlmodel"
        },
        "6E5C2B54-0B0F-4C7E-9C6B-1D6C3A1B7E02": {
          "author": "com.apple.CoreML",
          "description": "CoreML Model Weights",
          "name": "weights",
          "path": "com.apple.CoreML/weights"
        }
      },
      "rootModelIdentifier": "6E5C2B54-0B0F-4C7E-9C6B-1D6C3A1B7E01"
    }

    """
}
