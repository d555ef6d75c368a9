package import ECGClassifier
import ECGDatasets
import ECGFiles
import ECGNeuralNetwork
package import Foundation
import SwiftProtobuf

/// A classifier of beats as an ONNX model.
///
/// Input `beats` `(N, 1, L)`: samples as they stand in files of beats, one lead. Output
/// `probabilities` `(N, K)`: calibrated. Scaling, all networks, the mean of their probabilities and
/// the temperature are inside; what is known of the model is in `metadata_props`. Batch
/// normalisation stays an operator of its own.
extension HeartbeatClassifier {
  /// The version of ONNX's operators: the newest that has reductions with axes as attributes, which
  /// every tool of these years reads.
  static let opset: Int64 = 17

  /// The version of the file format that goes with ``opset``.
  static let intermediateRepresentation: Int64 = 8

  /// The bytes of an ONNX file.
  ///
  /// - Throws: ``ExportError`` for a network with a layer that cannot be written.
  package func onnx() throws -> Data {
    let bytes: Data
    do {
      bytes = try onnxModel().serializedData()
    } catch let error as BinaryEncodingError {
      throw ExportError(description: "the model cannot be encoded (\(error))")
    }
    return bytes
  }

  /// The message of an ONNX file.
  package func onnxModel() throws -> ONNXModelProto {
    let facts = ModelFacts.of(self)
    var model = ONNXModelProto()
    model.irVersion = Self.intermediateRepresentation
    model.producerName = "swift-ecg"
    model.producerVersion = Version.current
    model.docString = facts.prefix(2).map { $0.value + "\n" }.joined()
    var operators = ONNXOperatorSetIdProto()
    operators.domain = ""
    operators.version = Self.opset
    model.opsetImport = [operators]
    model.metadataProps = facts.map { fact in
      var entry = ONNXStringStringEntryProto()
      entry.key = fact.key
      entry.value = fact.value
      return entry
    }
    model.graph = try onnxGraph()
    return model
  }

  private func onnxGraph() throws -> ONNXGraphProto {
    var builder = ONNXGraphBuilder()
    let scaled = builder.append(scaler, to: Self.input)
    let logits = try members.enumerated().map { index, member in
      var writer = ONNXLayerWriter(
        builder: builder, tensors: member.network.tensors, prefix: "members.\(index).")
      let output = try writer.append(
        member.network.architecture.layers,
        to: .init(name: scaled, shape: member.network.inputShape))
      builder = writer.builder
      return output.name
    }
    appendProbabilities(of: logits, to: &builder)
    return builder.finished(
      name: "heartbeats",
      input: (
        Self.input, [nil, 1, samplesPerBeat],
        "Beats: one lead of \(samplesPerBeat) samples each, not yet scaled by the model's scaler"
      ),
      output: (
        Self.output, [nil, task.classes.count],
        "Calibrated probabilities of "
          + task.classes.map { "\($0.symbol) (\($0.name))" }.joined(separator: ", ")
      ))
  }

  private static let input = "beats"
  private static let output = "probabilities"

  /// Appends the mean of the networks' probabilities and the temperature. It is the logarithm of
  /// the mean that is divided, so that what is improbable to all networks does not become
  /// impossible; a summand that is the same for all classes makes no difference, so that the sum
  /// may stand for the mean.
  private func appendProbabilities(of logits: [String], to builder: inout ONNXGraphBuilder) {
    var logarithms = logits[0]
    if logits.count > 1 {
      let axis = builder.constant([1], as: "mean.axis")
      let rows = logits.enumerated().map { index, logits in
        let logs = builder.append(
          "LogSoftmax", [logits], as: "members.\(index).logarithms", ["axis": .integer(1)])
        return builder.append("Unsqueeze", [logs, axis], as: "members.\(index).row")
      }
      let all = builder.append("Concat", rows, as: "mean.rows", ["axis": .integer(1)])
      logarithms = builder.append(
        "ReduceLogSumExp", [all], as: "mean", ["axes": .integers([1]), "keepdims": .integer(0)])
    }
    if calibration.temperature != 1 {
      let temperature = builder.constant(
        [Float(calibration.temperature)], shape: [1], as: "temperature")
      logarithms = builder.append("Div", [logarithms, temperature], as: "calibrated")
    }
    _ = builder.append("Softmax", [logarithms], as: Self.output, ["axis": .integer(1)])
  }
}
