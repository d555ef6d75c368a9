import ECGClassifier
import ECGDatasets
import ECGExchange
import ECGFiles
import Foundation
import Testing

/// Recurrent layers with what exporters put around them, and residual blocks that go on
/// with fewer samples.
@Suite struct ONNXImportRecurrentTests {
  private func model(_ bytes: Data) throws -> HeartbeatClassifier {
    try ONNXImport(classes: ["a", "b"], scaling: .none).classifier(bytes, path: "m.onnx")
  }

  private func refusal(_ bytes: Data) throws -> String {
    try #require(throws: FileError.self) { try model(bytes) }.description
  }

  /// A recurrent layer of one unit in both directions, of two in one, that starts at
  /// zeros for each beat.
  private func recurrent(
    _ graph: inout SmallONNX, _ operation: String, bothWays: Bool,
    with attributes: [String: Any] = [:]
  ) -> (all: String, end: String) {
    let gates = operation == "LSTM" ? 4 : 3
    func numbers(_ shape: [Int]) -> String {
      graph.floats(shape, (0..<shape.reduce(1, *)).map { sin(Float($0 * 7 % 11)) })
    }
    let (ways, units) = bothWays ? (2, 1) : (1, 2)
    let inputs = [
      numbers([ways, gates * units, 1]), numbers([ways, gates * units, units]),
      numbers([ways, 2 * gates * units]),
    ]
    let beats = graph("Slice", graph("Shape", "x"), graph.integers([0]), graph.integers([1]))
    let sizes = graph("Concat", graph.integers([ways]), beats, graph.integers([units]))
    let zeros = graph("ConstantOfShape", sizes)
    let steps = graph("Transpose", "x", with: ["perm": [2, 0, 1]])
    var all = attributes
    all["hidden_size"] = units
    all["direction"] = bothWays ? "bidirectional" : "forward"
    if operation == "GRU" { all["linear_before_reset"] = 1 }
    let states =
      operation == "GRU"
      ? graph(operation, steps, inputs[0], inputs[1], inputs[2], "", zeros, with: all)
      : graph(operation, steps, inputs[0], inputs[1], inputs[2], "", zeros, zeros, with: all)
    return (states, graph.output(2))
  }

  /// The first probability of the beat 1, -2, 0.5, 3, -1, whose two logits are the states that the
  /// layer of `recurrent` ends with: worked out with NumPy by the equations of ONNX's definition of
  /// the operator (gates `iofc` and `zrh`, `linear_before_reset` 1), and the same to 1e-7 by ONNX
  /// Runtime 1.32. Gates in any other order, the two biases of a GRU exchanged, or the directions,
  /// change it by 4e-3 or more.
  private func golden(_ operation: String, bothWays: Bool) -> Float {
    switch (operation, bothWays) {
    case ("LSTM", false): 0.60893897
    case ("LSTM", true): 0.49486279
    case (_, false): 0.26485115
    case (_, true): 0.48626013
    }
  }

  /// The state that the only direction ends with, or of one sample, in the forms
  /// that exporters have.
  @Test(arguments: ["LSTM", "GRU"]) func oneWay(_ operation: String) throws {
    func model(_ samples: Int, _ form: Int, at sample: Int = -1) throws -> HeartbeatClassifier {
      var graph = SmallONNX([1, samples])
      let (all, end) = recurrent(&graph, operation, bothWays: false)
      func index(_ value: Int) -> String {
        graph("Squeeze", graph.integers([value]), graph.integers([0]))
      }
      let result: String
      switch form {
      case 0: result = graph("Squeeze", end, graph.integers([0]))
      case 1: result = graph("Gather", end, index(-1), with: ["axis": 0])
      case 2:  // batch first, as PyTorch has it
        let states = graph(
          "Transpose", graph("Squeeze", all, graph.integers([1])), with: ["perm": [1, 0, 2]])
        result = graph("Gather", states, index(sample), with: ["axis": 1])
      default:  // as tf2onnx has it
        let states = graph("Squeeze", all, graph.integers([1]))
        let last = graph(
          "Slice", states, graph.integers([-1]), graph.integers([Int(Int32.max)]),
          graph.integers([0]))
        result = graph("Squeeze", last, graph.integers([0]))
      }
      return try self.model(graph.bytes(logits: result))
    }
    let beat: [Float] = [1, -2, 0.5, 3, -1]
    let expected = try model(5, 0).probabilities(of: beat)
    #expect(abs(expected[0] - golden(operation, bothWays: false)) < 1e-6)
    for form in 1..<4 {
      for (ours, theirs) in zip(try model(5, form).probabilities(of: beat), expected) {
        #expect(abs(ours - theirs) < 1e-6)
      }
    }
    // What comes after a sample does not change its state.
    let middle = try model(5, 2, at: 2).probabilities(of: beat)
    let short = try model(3, 0).probabilities(of: Array(beat.prefix(3)))
    #expect(abs(middle[0] - short[0]) < 1e-6 && abs(middle[0] - expected[0]) > 1e-4)
  }

  /// The directions apart and together again, as PyTorch and tf2onnx write them.
  @Test(arguments: ["LSTM", "GRU"]) func bothWays(_ operation: String) throws {
    let beat: [Float] = [1, -2, 0.5, 3, -1]
    var graph = SmallONNX([1, 5])
    let (all, end) = recurrent(&graph, operation, bothWays: true)
    let (zero, one) = (graph.integers([0]), graph.integers([1]))
    func scalar(_ constant: String) -> String { graph("Squeeze", constant, zero) }
    let halves = [zero, one].map { graph("Gather", end, scalar($0), with: ["axis": 0]) }
    let expected = try model(
      graph.bytes(logits: graph("Concat", halves[0], halves[1], with: ["axis": 1]))
    ).probabilities(of: beat)
    #expect(abs(expected[0] - golden(operation, bothWays: true)) < 1e-6)
    let ends = [(zero, one, -1), (one, graph.integers([2]), 0)].map { from, to, last in
      let way = graph("Squeeze", graph("Slice", all, from, to, one), one)
      return graph("Gather", way, scalar(graph.integers([last])), with: ["axis": 0])
    }
    let others = try model(
      graph.bytes(logits: graph("Concat", ends[0], ends[1], with: ["axis": 1]))
    ).probabilities(of: beat)
    #expect(abs(expected[0] - others[0]) < 1e-6)
    // At the last sample the second direction has only begun.
    let rows = graph("Transpose", all, with: ["perm": [0, 2, 1, 3]])
    let states = graph(
      "Transpose", graph("Reshape", rows, graph.integers([0, 0, -1])), with: ["perm": [1, 0, 2]])
    let last = graph("Gather", states, scalar(graph.integers([-1])), with: ["axis": 1])
    let atLast = try model(graph.bytes(logits: last)).probabilities(of: beat)
    #expect(abs(expected[0] - atLast[0]) > 1e-4)
    let swapped = graph("Concat", halves[1], halves[0], with: ["axis": 1])
    #expect(try refusal(graph.bytes(logits: swapped)).contains("forward first"))
    #expect(try refusal(graph.bytes(logits: halves[0])).contains("found one of them"))
  }

  @Test func othersAreRefused() throws {
    for (attributes, problem) in [
      (["activations": ["Sigmoid", "Relu", "Relu"]], "found sigmoid, relu, relu"),
      (["input_forget": 1], "input_forget 0"), (["layout": 1], "layout 0"),
    ] as [([String: Any], String)] {
      var graph = SmallONNX([1, 5])
      let end = recurrent(&graph, "LSTM", bothWays: false, with: attributes).end
      let bytes = try graph.bytes(logits: graph("Squeeze", end, graph.integers([0])))
      let refusal = try refusal(bytes)
      #expect(refusal.contains("(LSTM)") && refusal.contains(problem))
    }
  }

  /// The cells that an LSTM ends with are none of this program's: told at the LSTM, and only where
  /// something takes them.
  @Test func cellsAreRefusedByName() throws {
    var graph = SmallONNX([1, 5])
    let end = recurrent(&graph, "LSTM", bothWays: false).end
    let cells = graph.output(3)
    let zero = graph.integers([0])
    _ = try model(graph.bytes(logits: graph("Squeeze", end, zero)))
    let refusal = try refusal(graph.bytes(logits: graph("Squeeze", cells, zero)))
    #expect(
      refusal.contains(
        "(LSTM): expected its states alone to be used, found its output 3, \(cells), taken by node "
      ))
    #expect(refusal.contains("(Squeeze). Export a network that does without it"))
    #expect(try self.refusal(graph.bytes(cells)).contains("taken by the graph's output"))
  }

  /// The second output of any other operator is told in the same way.
  @Test func otherOutputsAreRefusedByName() throws {
    var graph = SmallONNX([1, 5])
    _ = graph("MaxPool", "x", with: ["kernel_shape": [1]])
    let places = graph.output(2)
    let flat = graph("Flatten", places)
    let problem = try refusal(
      graph.bytes(graph("MatMul", flat, graph.floats([5, 2], Array(repeating: 1, count: 10)))))
    #expect(
      problem.contains(
        "(MaxPool): expected its first output alone to be used, found its output 2, \(places), taken"
      ))
  }

  /// What a block's way beside a strided shortcut may not have is told, and what was found.
  @Test func otherWaysThroughFewerSamplesAreToldAsWhatTheyAre() throws {
    func refusal(
      _ stride: Int, samples: Int = 6, _ branch: (inout SmallONNX, String) -> String
    ) throws -> String {
      var graph = SmallONNX([1, samples])
      let first = graph(
        "Conv", "x", graph.floats([2, 1, 3], [1, 1, 1, 2, 2, 2]),
        with: ["pads": [1, 1], "strides": [stride]])
      let shortcut = graph(
        "Conv", "x", graph.floats([2, 1, 1], [1, 2]), with: ["strides": [2]])
      let sum = graph("Add", branch(&graph, first), shortcut)
      return try self.refusal(
        graph.bytes(logits: graph("Flatten", graph("GlobalAveragePool", sum))))
    }
    let expected = """
      (Add): expected beside the convolution of kernel 1 and stride 2 a way whose convolutions have strides that \
      come to 2, odd kernels after those and no pooling among them, found \

      """
    let pooled = try refusal(1) { graph, map in
      graph("MaxPool", map, with: ["kernel_shape": [2], "strides": [2]])
    }
    #expect(pooled.contains(expected + "MaxPool1D. Have convolutions take the strides"))
    let even = try refusal(2) { graph, map in
      graph(
        "Conv", map, graph.floats([2, 1, 2], [1, 1, 1, 1]), with: ["pads": [0, 1], "group": 2])
    }
    #expect(even.contains(expected + "a kernel of 2 after a stride"))
    // Of two samples both strides leave one.
    let wider = try refusal(3, samples: 2) { graph, map in graph("Relu", map) }
    #expect(wider.contains(expected + "such as come to 3"))
  }

  /// A residual block of a convolution that takes every second sample, worked out by hand.
  @Test func blocksMayGoOnWithFewerSamples() throws {
    var graph = SmallONNX([1, 5])
    let first = graph(
      "Conv", "x", graph.floats([2, 1, 3], [0.01, 0.01, 0.01, -0.01, -0.01, -0.01]),
      with: ["pads": [1, 1], "strides": [2]])
    let branch = graph(
      "Conv", graph("Relu", first), graph.floats([2, 1, 3], [1, 1, 1, 1, 1, 1]),
      with: ["pads": [1, 1], "group": 2])
    let shortcut = graph(
      "Conv", "x", graph.floats([2, 1, 1], [0.1, 0.2]), with: ["strides": [2]])
    let sum = graph("Add", branch, shortcut)
    let means = graph("Flatten", graph("GlobalAveragePool", sum))
    // The branch gives 0.12, 0.21, 0.18 and zeros, the shortcut 0.1, 0.3, 0.5 and twice that.
    let share = try model(graph.bytes(logits: means)).probabilities(of: [1, 2, 3, 4, 5])[1]
    #expect(abs(share - 1 / (1 + exp((0.51 + 0.9) / 3 - 1.8 / 3))) < 1e-6)
    let narrow = graph(
      "Add",
      graph(
        "Conv", "x", graph.floats([1, 1, 3], [1, 1, 1]), with: ["pads": [1, 1], "strides": [2]]),
      graph("Conv", "x", graph.floats([1, 1, 1], [1]), with: ["strides": [2]]))
    let flat = graph("Flatten", graph("GlobalAveragePool", narrow))
    let dense = graph("MatMul", flat, graph.floats([1, 2], [1, 2]))
    #expect(try refusal(graph.bytes(dense)).contains("changes the channels"))
  }
}
