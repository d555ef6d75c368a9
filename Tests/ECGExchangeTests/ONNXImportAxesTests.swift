import ECGClassifier
import ECGDatasets
import ECGExchange
import ECGFiles
import ECGNeuralNetwork
import Foundation
import Testing

/// What nodes do to axes and constants, worked out by hand on beats of two samples.
@Suite struct ONNXImportAxesTests {
  /// Expects the logits that a file gives for a beat.
  private func expect(
    _ logits: [Float], of bytes: Data, beat: [Float] = [1, 2], samples: Int? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let model = try ONNXImport(classes: ["a", "b"], scaling: .none, samples: samples)
      .classifier(bytes, path: "m.onnx")
    let share = try model.probabilities(of: beat)[1]
    let expected = 1 / (1 + exp(logits[0] - logits[1]))
    #expect(abs(share - expected) < 1e-5, sourceLocation: sourceLocation)
  }

  private func refusal(_ bytes: Data) throws -> String {
    try #require(throws: FileError.self) {
      try ONNXImport(classes: ["a", "b"], scaling: .none).classifier(bytes, path: "m.onnx")
    }.description
  }

  /// Two channels of two samples, `x` and three times `x`.
  private func channels(_ graph: inout SmallONNX) -> String {
    let weights = graph.floats([2, 1, 1], [1, 3])
    return graph("Conv", "x", weights)
  }

  // MARK: - Zeros

  /// As Keras writes `causal`: zeros before the samples, put there by a node of their own.
  @Test func zerosBeforeTheSamplesAreThoseOfTheConvolution() throws {
    var graph = SmallONNX([2, 1])
    let taps = graph.floats([1, 1, 1, 3], [0.01, 0.1, 1])
    let wide = graph("Pad", "x", graph.integers([0, 2, 0, 0, 0, 0]))
    let image = graph(
      "Reshape", graph("Unsqueeze", wide, graph.integers([1])), graph.integers([-1, 1, 1, 4]))
    let flat = graph("Flatten", graph("Conv", image, taps))
    // 0, 0, 1, 2 by threes.
    try expect([1, 2.1], of: graph.bytes(logits: flat))
    let rectified = graph("Conv", graph("Relu", image), taps)
    #expect(
      try refusal(graph.bytes(logits: graph("Flatten", rectified))).contains(
        "(Relu): expected a convolution behind the zeros of a Pad"))
    for (pads, value, mode) in [
      ([0, 2, 0, 0, 0, 0], 1, "constant"), ([0, 2, 0, 0, 0, 0], 0, "reflect"),
      ([0, 0, 2, 0, 0, 0], 0, "constant"), ([0, -1, 0, 0, 0, 0], 0, "constant"),
    ] as [([Int], Float, String)] {
      let other = graph(
        "Pad", "x", graph.integers(pads), graph.floats([], [value]), with: ["mode": mode])
      #expect(try refusal(graph.bytes(logits: graph("Flatten", other))).contains("(Pad): expected"))
    }
  }

  // MARK: - Poolings

  @Test(arguments: [("GlobalAveragePool", [1.5, 4.5]), ("GlobalMaxPool", [2, 6])])
  func globalPoolingsAreOverTheLastAxis(_ operation: String, _ logits: [Float]) throws {
    var graph = SmallONNX([1, 2])
    let map = channels(&graph)
    let plain = graph("Flatten", graph(operation, map))
    try expect(logits, of: graph.bytes(logits: plain))
    // As many channels as samples: only the axes tell that it is the channels that are pooled here.
    let turned = graph("Transpose", map, with: ["perm": [0, 2, 1]])
    let pooled = graph("Flatten", graph(operation, turned))
    #expect(
      try refusal(graph.bytes(logits: pooled))
        .contains("(\(operation)): expected a sequence with its channels before its samples"))
    let back = graph("Transpose", turned, with: ["perm": [0, 2, 1]])
    let again = graph("Flatten", graph(operation, back))
    try expect(logits, of: graph.bytes(logits: again))
  }

  @Test func reductionsTakeAxesOfOneAwayToo() throws {
    var graph = SmallONNX([1, 1, 2])
    let weights = graph.floats([2, 1, 1, 1], [1, 3])
    let map = graph("Conv", "x", weights)
    let mean = graph("ReduceMean", map, graph.integers([-1, -2]), with: ["keepdims": 0])
    try expect([1.5, 4.5], of: graph.bytes(logits: mean))
    let other = graph("ReduceMean", map, graph.integers([1]), with: ["keepdims": 0])
    #expect(try refusal(graph.bytes(logits: other)).contains("(ReduceMean): expected all samples"))
  }

  @Test func axesOfOneSizeAreToldApart() throws {
    var graph = SmallONNX([1, 2])
    let map = channels(&graph)
    let turned = graph("Transpose", map, with: ["perm": [0, 2, 1]])
    // Channel after channel, and sample after sample.
    let picked = graph.floats([4, 2], [0, 0, 1, 0, 0, 1, 0, 0])
    try expect([2, 3], of: graph.bytes(graph("MatMul", graph("Flatten", map), picked)))
    try expect([3, 2], of: graph.bytes(graph("MatMul", graph("Flatten", turned), picked)))
    let square = graph.floats([2, 2], [1, 2, 3, 4])
    let pair = graph.floats([2], [1, 2])
    for refused in [
      graph("MatMul", map, square), graph("Add", map, pair), graph("Add", map, turned),
      graph("BatchNormalization", turned, pair, pair, pair, pair),
      graph("Conv", turned, graph.floats([2, 2, 1], [1, 2, 3, 4])),
      graph("MaxPool", turned, with: ["kernel_shape": [2]]),
      graph("Softmax", map, with: ["axis": 1]), graph("Flatten", map, with: ["axis": 2]),
    ] {
      #expect(try refusal(graph.bytes(refused)).contains("node \(refused) ("))
    }
    // One number for each beat, not for each class.
    let flat = graph("Flatten", graph("GlobalAveragePool", map))
    let column = graph("Gemm", flat, square, graph.floats([2, 1], [5, 7]))
    #expect(try refusal(graph.bytes(column)).contains("(Gemm): expected one number"))
    try expect([20, 28], of: graph.bytes(graph("Gemm", flat, square, graph.floats([2], [5, 7]))))
  }

  // MARK: - Constants

  @Test(arguments: [([0, 1], [1, 2]), ([1, 0], [1, 3]), ([], [1, 3])])
  func transposedConstantsGoByTheirOrder(_ order: [Int], _ logits: [Float]) throws {
    var graph = SmallONNX([2])
    let square = graph.floats([2, 2], [1, 2, 3, 4])
    let weights = graph("Transpose", square, with: order.isEmpty ? [:] : ["perm": order])
    try expect(logits, of: graph.bytes(graph("MatMul", "x", weights)), beat: [1, 0])
  }

  @Test func transposedConstantsMayHaveAnyAxes() throws {
    var graph = SmallONNX([1, 2])
    let taps = graph.floats([2, 1, 2], [1, 2, 3, 4])
    // The first filter 1, 3, the second 2, 4.
    let map = graph("Conv", "x", graph("Transpose", taps, with: ["perm": [2, 1, 0]]))
    let vector = graph("Squeeze", map, graph.integers([2]))
    try expect([7, 10], of: graph.bytes(logits: vector))
    let wrong = graph("Conv", "x", graph("Transpose", taps, with: ["perm": [2, 1, 1]]))
    #expect(try refusal(graph.bytes(wrong)).contains("(Transpose): expected an order of 3 axes"))
  }

  @Test func axesOfConstantsComeAndGo() throws {
    var graph = SmallONNX([1, 2])
    let map = channels(&graph)
    let pair = graph.floats([2], [10, 20])
    let column = graph("Unsqueeze", pair, graph.integers([-1]))
    let mean = graph("Flatten", graph("GlobalAveragePool", graph("Add", map, column)))
    try expect([11.5, 24.5], of: graph.bytes(logits: mean))
    // Along the samples again, for which there is no layer.
    let along = graph("Add", map, graph("Squeeze", column, graph.integers([1])))
    #expect(try refusal(graph.bytes(along)).contains("(Add): expected one number"))
    let wide = graph("Squeeze", column, graph.integers([0]))
    #expect(try refusal(graph.bytes(wide)).contains("(Squeeze)"))
  }

  @Test func castsOfConstantsCutOffFractions() throws {
    var graph = SmallONNX([2])
    let weights = graph.floats([2, 2], [1.7, -1.7, 0, 0])
    let whole = graph("Cast", graph("Cast", weights, with: ["to": 6]), with: ["to": 1])
    try expect([1, -1], of: graph.bytes(graph("MatMul", "x", whole)), beat: [1, 0])
    let same = graph("Cast", graph("Cast", weights, with: ["to": 11]), with: ["to": 1])
    try expect([1.7, -1.7], of: graph.bytes(graph("MatMul", "x", same)), beat: [1, 0])
    let truth = graph("MatMul", "x", graph("Cast", weights, with: ["to": 9]))
    #expect(try refusal(graph.bytes(truth)).contains("(Cast): expected constants of type 1"))
    let large = graph("Cast", graph.floats([2, 2], [3e9, 0, 0, 1]), with: ["to": 6])
    #expect(try refusal(graph.bytes(graph("MatMul", "x", large))).contains("found type 6"))
  }

  @Test func partsOfShapesAreTaken() throws {
    var graph = SmallONNX([1, 2])
    let map = channels(&graph)
    let beats = graph("Shape", map, with: ["end": 1])
    let sizes = graph("Concat", beats, graph.integers([-1]), with: ["axis": 0])
    let picked = graph.floats([4, 2], [0, 0, 1, 0, 0, 1, 0, 0])
    try expect([2, 3], of: graph.bytes(graph("MatMul", graph("Reshape", map, sizes), picked)))
    let (zero, two) = (graph.integers([0]), graph.integers([2]))
    let other = graph("Slice", graph("Shape", map), zero, two, zero, two)
    #expect(try refusal(graph.bytes(graph("Reshape", map, other))).contains("(Slice)"))
    let empty = graph("Reshape", map, graph.integers([0, -1]), with: ["allowzero": 1])
    #expect(try refusal(graph.bytes(empty)).contains("(Reshape)"))
  }

  // MARK: - Flattenings by other names

  @Test func denseLayersTakeOneSampleOrOneChannel() throws {
    var line = SmallONNX([2])
    try expect([1, 2], of: line.bytes(logits: "x"))
    var graph = SmallONNX([1, 2])
    let reshaped = graph("Reshape", "x", graph.integers([-1, 2]))
    try expect([1, 2], of: graph.bytes(logits: reshaped))
    let pair = graph.floats([2], [1, 1])
    let normal = graph(
      "BatchNormalization", reshaped, pair, graph.floats([2], [5, 7]), pair, pair)
    try expect([5, 8], of: graph.bytes(logits: normal))
    let one = graph("Conv", "x", graph.floats([1, 1, 1], [2]))
    try expect([2, 4], of: graph.bytes(logits: graph("Squeeze", one, graph.integers([1]))))
    try expect([2, 4], of: graph.bytes(logits: graph("Squeeze", one)))
    let pooled = graph("MaxPool", channels(&graph), with: ["kernel_shape": [2], "strides": [2]])
    try expect([2, 6], of: graph.bytes(logits: graph("Squeeze", pooled, graph.integers([-1]))))
    let viewed = graph("Reshape", pooled, graph.integers([0, -1]))
    try expect([2, 6], of: graph.bytes(logits: graph("Relu", viewed)))
  }

  @Test func sumsHaveNoOrder() throws {
    var graph = SmallONNX([1, 2])
    let projection = graph("Conv", "x", graph.floats([2, 1, 1], [1, 2]))
    let taps = graph.floats([2, 1, 3], [0, 1, 1, 1, 1, 0])
    let branch = graph("Conv", "x", taps, with: ["pads": [1, 1]])
    for sum in [graph("Add", projection, branch), graph("Add", branch, projection)] {
      // 1 + 4 and 3 + 3; 2 + 1 and 6 + 4.
      let mean = graph("Flatten", graph("GlobalAveragePool", sum))
      try expect([5.5, 6.5], of: graph.bytes(logits: mean), beat: [1, 3])
    }
  }

  @Test func bothFormsOfGELUAreTaken() throws {
    for (form, logits) in [
      ("none", [0.841_344_7, 1.954_499_7]), ("tanh", [0.841_192_0, 1.954_597_7]),
    ] as [(String, [Float])] {
      var graph = SmallONNX([2])
      let activated = graph("Gelu", "x", with: ["approximate": form])
      try expect(logits, of: graph.bytes(logits: activated))
    }
  }

  @Test func shapesMayBeLeftOpenWhereAConvolutionTellsThem() throws {
    var graph = SmallONNX([nil, nil])
    let pooled = graph("Flatten", graph("GlobalMaxPool", channels(&graph)))
    let bytes = try graph.bytes(logits: pooled)
    try expect([2, 6], of: bytes, samples: 2)
    #expect(try refusal(bytes).contains("say how many there are"))
    let two = graph("Conv", "x", graph.floats([2, 2, 1], [1, 2, 3, 4]))
    let wide = try graph.bytes(logits: graph("Flatten", graph("GlobalMaxPool", two)))
    #expect(throws: FileError.self) { try expect([0, 0], of: wide, samples: 2) }
    // Nothing tells which axis the samples have.
    let line = try graph.bytes(logits: graph("Flatten", "x"))
    #expect(try refusal(line).contains("(open, open, open)"))
  }
}
