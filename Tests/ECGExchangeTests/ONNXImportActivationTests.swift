import ECGClassifier
import ECGDatasets
import ECGExchange
import ECGFiles
import Foundation
import Testing

/// Activations that exporters write out in several operators, on beats of two samples.
@Suite struct ONNXImportActivationTests {
  private func model(_ bytes: Data) throws -> HeartbeatClassifier {
    try ONNXImport(classes: ["a", "b"], scaling: .none).classifier(bytes, path: "m.onnx")
  }

  /// Expects the logits to be a function of the samples.
  private func expect(
    _ function: (Float) -> Float, of bytes: Data, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let model = try model(bytes)
    for beat in [[1, 2], [-1, 0.5], [3, -3], [-0.3, -2]] as [[Float]] {
      let share = try model.probabilities(of: beat)[1]
      let expected = 1 / (1 + exp(function(beat[0]) - function(beat[1])))
      #expect(abs(share - expected) < 1e-5, "\(beat)", sourceLocation: sourceLocation)
    }
  }

  private func refusal(_ bytes: Data) throws -> String {
    try #require(throws: FileError.self) { try model(bytes) }.description
  }

  private func gelu(_ x: Float) -> Float { x * (1 + erf(x / Float(2).squareRoot())) / 2 }

  /// As PyTorch writes it, as TensorFlow does, and with its parts in another order.
  @Test(arguments: 0..<3) func geluByTheErrorFunction(_ form: Int) throws {
    var graph = SmallONNX([2])
    let (one, half) = (graph.floats([], [1]), graph.floats([], [0.5]))
    let scaled =
      form == 0
      ? graph("Div", "x", graph.floats([], [1.414_213_5]))
      : graph("Mul", graph.floats([1], [0.707_106_77]), "x")
    let raised = graph("Add", graph("Erf", scaled), one)
    let result =
      switch form {
      case 0: graph("Mul", graph("Mul", "x", raised), half)
      case 1: graph("Mul", graph("Mul", "x", half), raised)
      default: graph("Mul", graph("Mul", half, raised), "x")
      }
    try expect(gelu, of: graph.bytes(logits: result))
  }

  /// What a convolution gives is one tensor for all of the parts, though a factor would go
  /// into its weights.
  @Test func partsBeginAtWhatALayerGives() throws {
    var graph = SmallONNX([1, 2])
    let double = graph("Conv", "x", graph.floats([1, 1, 1], [2]))
    let share = graph("Sigmoid", double)
    let flat = graph("Flatten", graph("Mul", double, share))
    try expect({ 2 * $0 / (1 + exp(-2 * $0)) }, of: graph.bytes(logits: flat))
  }

  @Test func othersThatComeToAnActivation() throws {
    var graph = SmallONNX([2])
    let zero = graph.floats([], [0])
    let results: [(String, (Float) -> Float)] = [
      (graph("Clip", "x", zero), { max(0, $0) }),
      (graph("Max", "x", zero), { max(0, $0) }),
      (graph("PRelu", "x", graph.floats([1], [0.25])), { $0 < 0 ? $0 / 4 : $0 }),
      (graph("PRelu", "x", graph.floats([2], [0.25, 0.25])), { $0 < 0 ? $0 / 4 : $0 }),
      (graph("Max", graph("Mul", "x", graph.floats([], [0.1])), "x"), { max($0, 0.1 * $0) }),
      (graph("Swish", "x"), { $0 / (1 + exp(-$0)) }),
      (graph("Add", graph("Relu", "x"), "x"), { $0 + max(0, $0) }),
    ]
    for (result, function) in results {
      try expect(function, of: graph.bytes(logits: result))
    }
  }

  @Test func activationsThatAreNoneHereAreNamed() throws {
    var graph = SmallONNX([2])
    let (zero, six) = (graph.floats([], [0]), graph.floats([], [6]))
    for (result, name) in [
      (graph("Elu", "x"), "Elu"), (graph("Clip", "x", zero, six), "Clip"),
      (graph("Clip", "x", zero, graph.floats([], [200])), "Clip"),
      (graph("PRelu", "x", graph.floats([2], [0.25, 0.5])), "PRelu"),
      (graph("Softplus", "x"), "Softplus"),
      (graph("Mul", "x", graph("HardSigmoid", "x")), "HardSigmoid"),
      (graph("Mul", "x", graph("Tanh", graph("Softplus", "x"))), "Softplus"),
    ] {
      let refusal = try refusal(graph.bytes(logits: result))
      #expect(refusal.contains("(\(name)): expected an activation that this program has"))
      #expect(refusal.contains("GELU, SiLU"))
    }
    let loop = graph("Loop", zero, zero, "x")
    #expect(try refusal(graph.bytes(logits: loop)).contains("(Loop): expected an op"))
  }
}
