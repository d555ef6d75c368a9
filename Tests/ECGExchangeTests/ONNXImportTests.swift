import ECGClassifier
import ECGDatasets
import ECGExchange
import ECGFiles
import ECGNeuralNetwork
import ECGTestSupport
import Foundation
import SwiftProtobuf
import Testing

@Suite struct ONNXImportTests {
  private static let classes = ["N", "S", "V", "F", "Q"]

  private func imported(
    _ bytes: Data, classes: [String] = classes, scaling: Scaler.Kind = .none
  ) throws -> HeartbeatClassifier {
    try ONNXImport(classes: classes, scaling: scaling).classifier(bytes, path: "m.onnx")
  }

  /// The problem and the remedy that reading ends with.
  private func refusal(_ bytes: Data) throws -> String {
    let error = try #require(throws: FileError.self) { try imported(bytes) }
    #expect(error.kind == .badData && error.path == "m.onnx")
    #expect(!error.remedy.isEmpty)
    return error.description
  }

  private func expectSame(_ ours: [Float], _ theirs: [Float]) {
    #expect(ours.count == theirs.count)
    for (ours, theirs) in zip(ours, theirs) { #expect(abs(ours - theirs) < 1e-5) }
  }

  @Test(arguments: [UntrainedClassifier.architecture, UntrainedClassifier.averaging])
  func whatWasExportedComesBack(_ architecture: Sequential) throws {
    let classifier = try UntrainedClassifier.classifier(architecture)
    let back = try imported(classifier.onnx())
    #expect(back.task == .arrhythmia)
    #expect(back.recipe.name == "imported")
    let beats = UntrainedClassifier.beats
    expectSame(try back.probabilities(of: beats), try classifier.probabilities(of: beats))
  }

  @Test(
    arguments: UntrainedClassifier.small.filter { !$0.name.contains("attention") }
      + [("all that came later", UntrainedClassifier.later)])
  func layersThatAreSeveralOperatorsComeBack(_ name: String, _ architecture: Sequential) throws {
    let classifier = try UntrainedClassifier.classifier(architecture)
    let back = try imported(classifier.onnx())
    let beats = UntrainedClassifier.beats
    expectSame(try back.probabilities(of: beats), try classifier.probabilities(of: beats))
  }

  @Test func classesInAnotherOrderAreBroughtIntoTheTasks() throws {
    let classifier = try UntrainedClassifier.classifier(UntrainedClassifier.averaging)
    let back = try imported(classifier.onnx(), classes: ["Q", "F", "N", "S", "V"])
    #expect(back.task == .arrhythmia)
    let beats = Array(UntrainedClassifier.beats.prefix(UntrainedClassifier.samples))
    let ours = try classifier.probabilities(of: beats)
    expectSame(try back.probabilities(of: beats), [ours[2], ours[3], ours[4], ours[1], ours[0]])
  }

  @Test func savedModelIsTheSame() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "m.safetensors").path
      let back = try imported(UntrainedClassifier.classifier().onnx())
      try back.save(to: path)
      let beats = UntrainedClassifier.beats
      #expect(
        try HeartbeatClassifier.load(path: path).probabilities(of: beats)
          == back.probabilities(of: beats))
    }
  }

  /// A graph of one convolution, with pads and a step.
  private func convolution(
    _ pads: [Int], stride: Int = 1, dilation: Int = 1, kernel: Int = 5
  ) throws -> ONNXModelProto {
    let architecture = Sequential(input: .beats(samples: 40)) {
      Conv1D(filters: 3, kernel: kernel)
      GlobalAveragePool1D()
      Dense(5)
    }
    var model = try UntrainedClassifier.classifier(architecture, temperature: 1).onnxModel()
    let place = try #require(model.graph.node.firstIndex { $0.opType == "Conv" })
    for index in model.graph.node[place].attribute.indices {
      switch model.graph.node[place].attribute[index].name {
      case "pads": model.graph.node[place].attribute[index].ints = pads.map { Int64($0) }
      case "strides": model.graph.node[place].attribute[index].ints = [Int64(stride)]
      case "dilations": model.graph.node[place].attribute[index].ints = [Int64(dilation)]
      default: break
      }
    }
    return model
  }

  @Test(arguments: [[0, 0], [2, 2], [1, 0], [0, 3], [4, 0], [3, 1]], [1, 2, 3])
  func anyZerosAroundTheSamples(_ pads: [Int], _ stride: Int) throws {
    for (dilation, kernel) in [(1, 5), (2, 5), (1, 6)] {
      let model = try convolution(pads, stride: stride, dilation: dilation, kernel: kernel)
      let beats = Array(UntrainedClassifier.beats.prefix(3 * 40))
      let input = PlainTensor(shape: [3, 1, 40], values: beats.map(Double.init))
      let theirs = try PlainONNX(model.graph)(input).values
      let back: HeartbeatClassifier
      do {
        back = try imported(model.serializedData())
      } catch let error as FileError {
        // Zeros after the last sample, more than before the first.
        #expect(pads[1] > (kernel - 1) * dilation / 2 && error.problem.contains("pads"))
        continue
      }
      expectSame(try back.probabilities(of: beats), theirs.map { Float($0) })
    }
  }

  private func attribute(_ name: String, _ values: [Int]) -> ONNXAttributeProto {
    var attribute = ONNXAttributeProto()
    attribute.name = name
    attribute.type = .ints
    attribute.ints = values.map { Int64($0) }
    return attribute
  }

  /// A graph with one pooling of 40 samples.
  private func pooling(
    _ operation: String, size: Int, stride: Int, _ others: [ONNXAttributeProto]
  ) throws -> ONNXModelProto {
    let architecture = Sequential(input: .beats(samples: 40)) {
      Conv1D(filters: 3, kernel: 5)
      AveragePool1D(2)
      GlobalAveragePool1D()
      Dense(5)
    }
    var model = try UntrainedClassifier.classifier(architecture, temperature: 1).onnxModel()
    let place = try #require(model.graph.node.firstIndex { $0.opType == "AveragePool" })
    model.graph.node[place].opType = operation
    model.graph.node[place].attribute =
      [attribute("kernel_shape", [size]), attribute("strides", [stride])] + others
    return model
  }

  @Test(
    arguments: ["MaxPool", "AveragePool"],
    [
      [2, 2, 0, 0], [3, 1, 0, 0], [5, 2, 0, 0], [4, 7, 0, 0], [4, 3, 2, 1], [5, 2, 2, 2],
      [3, 2, 1, 0],
    ])
  func anyWindowsAreTaken(_ operation: String, _ window: [Int]) throws {
    var counts = attribute("count_include_pad", [])
    counts.type = .int
    counts.i = 1
    let pads = attribute("pads", Array(window[2...]))
    let model = try pooling(
      operation, size: window[0], stride: window[1],
      operation == "AveragePool" ? [pads, counts] : [pads])
    if operation == "AveragePool" && window[1] > window[0] {
      #expect(try refusal(model.serializedData()).contains("expected means of windows that follow"))
      return
    }
    let beats = Array(UntrainedClassifier.beats.prefix(3 * 40))
    let input = PlainTensor(shape: [3, 1, 40], values: beats.map(Double.init))
    let theirs = try PlainONNX(model.graph)(input).values
    let back = try imported(model.serializedData())
    expectSame(try back.probabilities(of: beats), theirs.map { Float($0) })
  }

  @Test func paddingThatIsNamedIsWorkedOut() throws {
    // 40 samples, windows of 4, steps of 3: 14 windows reach over 43, one more
    // before and two after.
    for (name, pads) in [("SAME_UPPER", [1, 2]), ("SAME_LOWER", [2, 1]), ("VALID", [0, 0])] {
      var padding = attribute("auto_pad", [])
      padding.type = .string
      padding.s = Data(name.utf8)
      let named = try imported(
        pooling("MaxPool", size: 4, stride: 3, [padding]).serializedData())
      let written = try imported(
        pooling("MaxPool", size: 4, stride: 3, [attribute("pads", pads)]).serializedData())
      #expect(
        try named.probabilities(of: UntrainedClassifier.beats)
          == written.probabilities(of: UntrainedClassifier.beats))
    }
  }

  @Test func meansOfFewerSamplesAtTheEndsAreRefused() throws {
    let model = try pooling("AveragePool", size: 3, stride: 2, [attribute("pads", [1, 1])])
    #expect(try refusal(model.serializedData()).contains("found fewer at the ends: pads 1 and 1"))
  }

  @Test func whatCannotBeTakenIsNamed() throws {
    var model = try convolution([2, 2])
    model.graph.node[0].opType = "Det"
    #expect(
      try refusal(model.serializedData()).contains("node members.0.layers.0 (Det): expected an op")
    )
    model = try convolution([9, 9])
    #expect(try refusal(model.serializedData()).contains("(Conv): expected no more zeros"))
    model = try convolution([2, 2])
    model.graph.node[0].domain = "com.example"
    #expect(try refusal(model.serializedData()).contains("found one of com.example"))
    model = try convolution([2, 2])
    model.graph.initializer[0].dataType = 10
    #expect(try refusal(model.serializedData()).contains("found type 10"))
    model = try convolution([2, 2])
    model.graph.initializer[0].dataLocation = .external
    #expect(try refusal(model.serializedData()).contains("another file"))
    model = try convolution([2, 2])
    model.graph.input[0].type.tensorType.shape.dim[1].dimValue = 12
    #expect(try refusal(model.serializedData()).contains("(N, 12, 40)"))
  }

  @Test func damagedGraphsAreRefused() throws {
    // In a circle: the first node takes what the last one gives.
    var model = try convolution([2, 2])
    model.graph.node[0].input[0] = "probabilities"
    #expect(try refusal(model.serializedData()).contains("to be made by a node before it"))
    model = try convolution([2, 2])
    model.graph.node.append(model.graph.node[0])
    #expect(try refusal(model.serializedData()).contains("twice"))
    model = try convolution([2, 2])
    model.graph.initializer[0].dims = [1 << 20, 1 << 20, 1 << 20, 1 << 20]
    #expect(try refusal(model.serializedData()).contains("as many numbers as shape"))
    model = try convolution([2, 2])
    model.graph.initializer[0].dims[0] = -3
    #expect(try refusal(model.serializedData()).contains("found -3"))
    model = try convolution([2, 2])
    model.graph.node = []
    #expect(try refusal(model.serializedData()).contains("found none"))
  }

  @Test func damagedBytesAreRefused() throws {
    var model = try convolution([2, 2])
    // What may be missing stands at the end.
    model.metadataProps = []
    let bytes = try model.serializedData()
    #expect(try refusal(Data()).contains("found nothing"))
    for count in stride(from: 1, to: bytes.count, by: 7) {
      _ = try refusal(bytes.prefix(count))
    }
    #expect(try refusal(Data("N,S,V\n1,2,3\n".utf8)).contains("byte"))
    // A million nodes of two bytes each, in a graph as long.
    let nodes = Data(repeating: 0, count: 2_000_000).enumerated().map {
      $0.offset % 2 == 0 ? 0x0A : 0
    }
    let graph = Data([0x3A, 0x80, 0x89, 0x7A]) + Data(nodes.map { UInt8($0) })
    #expect(try refusal(graph).contains("expected at most 500000 fields, found more"))
    // Ever more layers, each of which would be kept with all before it.
    model = try convolution([2, 2])
    let last = model.graph.node.count - 1
    for index in 0..<2_000 {
      var node = ONNXNodeProto()
      node.opType = "Relu"
      node.input = [index == 0 ? model.graph.node[0].output[0] : "r\(index - 1)"]
      node.output = ["r\(index)"]
      model.graph.node.insert(node, at: last + index)
    }
    #expect(try refusal(model.serializedData()).contains("expected at most 1000 layers"))
    // Beats longer than any memory.
    model = try convolution([2, 2])
    model.graph.input[0].type.tensorType.shape.dim[2].dimValue = 1 << 40
    #expect(try refusal(model.serializedData()).contains("(N, 1, 1099511627776)"))
    // A length that does not end.
    #expect(try refusal(Data(repeating: 0xFF, count: 40)).contains("number of protobuf"))
  }
}
