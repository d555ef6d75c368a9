import ECGClassifier
import ECGDatasets
import ECGExchange
import ECGNeuralNetwork
import ECGTestSupport
import Foundation
import SwiftProtobuf
import Testing

@Suite struct ONNXExportTests {
  private let samples = MadeUpClassifier.samples

  /// What the written bytes give when each operator is computed by its definition.
  private func probabilities(of beats: [Float], by bytes: Data) throws -> [Double] {
    let model = try ONNXModelProto(serializedBytes: bytes)
    let input = PlainTensor(
      shape: [beats.count / samples, 1, samples], values: beats.map(Double.init))
    return try PlainONNX(model.graph)(input).values
  }

  @Test(
    arguments: [Scaler.Kind.none, .standard, .perBeat], [1, 3])
  func graphGivesTheSameProbabilities(_ scaling: Scaler.Kind, _ members: Int) throws {
    let classifier = try MadeUpClassifier.classifier(scaling: scaling, members: members)
    // Beats that are far from 0 are scaled in double precision here, in single precision there.
    let beats =
      scaling == .perBeat
      ? MadeUpClassifier.beats : Array(MadeUpClassifier.beats.dropLast(samples))
    let ours = try classifier.probabilities(of: beats)
    let theirs = try probabilities(of: beats, by: classifier.onnx())
    #expect(ours.count == theirs.count)
    #expect(Set(ours).count > 10)
    for (ours, theirs) in zip(ours, theirs) { #expect(abs(Double(ours) - theirs) < 1e-5) }
  }

  @Test(arguments: [MadeUpClassifier.averaging, MadeUpClassifier.later])
  func otherLayersAreWritten(_ architecture: Sequential) throws {
    let classifier = try MadeUpClassifier.classifier(architecture, temperature: 1)
    let beats = MadeUpClassifier.beats
    let theirs = try probabilities(of: beats, by: classifier.onnx())
    for (ours, theirs) in zip(try classifier.probabilities(of: beats), theirs) {
      #expect(abs(Double(ours) - theirs) < 1e-5)
    }
  }

  @Test func whatTheModelIsStandsInTheFile() throws {
    let model = try ONNXModelProto(serializedBytes: HeartbeatClassifier.pretrained().onnx())
    let facts = Dictionary(uniqueKeysWithValues: model.metadataProps.map { ($0.key, $0.value) })
    #expect(facts["classes"] == "N,S,V,F,Q")
    #expect(facts["sampling_rate"] == "120")
    #expect(facts["samples_per_beat"] == "187")
    #expect(facts["disclaimer"] == "For research and education; not a medical device.")
    #expect(facts["data_licence"]?.contains("ODC-By") == true)
    #expect(facts["exported_by"] == "swift-ecg \(Version.current)")
    #expect(facts["temperature"] != nil)
    #expect(model.opsetImport.map(\.version) == [17])
    let graph = model.graph
    #expect(graph.input.map(\.name) == ["beats"])
    #expect(graph.output.map(\.name) == ["probabilities"])
    let shape = graph.input[0].type.tensorType.shape.dim
    #expect(shape[0].dimParam == "N")
    #expect(shape.dropFirst().map(\.dimValue) == [1, 187])
    // Each name is given once, before it is used.
    var known = Set(graph.input.map(\.name) + graph.initializer.map(\.name))
    for node in graph.node {
      #expect(known.isSuperset(of: node.input), "\(node.name)")
      #expect(known.isDisjoint(with: node.output), "\(node.name)")
      known.formUnion(node.output)
    }
  }

  @Test func sameModelGivesSameBytes() throws {
    let classifier = try MadeUpClassifier.classifier(scaling: .standard, members: 2)
    #expect(try classifier.onnx() == classifier.onnx())
  }

  /// Every kind of scaling and layer, and one network or more.
  private static func classifiers() throws -> [HeartbeatClassifier] {
    try [(Scaler.Kind.none, 1), (.standard, 2), (.perBeat, 3)].map {
      try MadeUpClassifier.classifier(scaling: $0, members: $1)
    } + [MadeUpClassifier.classifier(MadeUpClassifier.later)]
  }

  @Test func layersWithoutCounterpartAreRefusedByName() throws {
    let architecture = Sequential(input: .beats(samples: samples)) {
      GRU(4)
      Dense(5)
    }
    let classifier = try MadeUpClassifier.classifier(architecture)
    for format in ExchangeFormat.allCases {
      let error = try #require(throws: ExportError.self) {
        try format.write(classifier, to: "/nowhere/m.py")
      }
      #expect(error.description.contains("layers.0 is a GRU"))
    }
  }

  @Test(.enabled(if: Python.has("onnxruntime"), "ECG_PYTHON cannot import onnxruntime"))
  func onnxRuntimeGivesTheSame() throws {
    try withTemporaryFolder { folder in
      for (index, classifier) in try Self.classifiers().enumerated() {
        let file = folder.appending(path: "m\(index).onnx").path
        _ = try ExchangeFormat.onnx.write(classifier, to: file)
        try expectSame(
          classifier,
          """
          import onnxruntime
          run = onnxruntime.InferenceSession(sys.argv[1]).run
          answer = run(["probabilities"], {"beats": beats})[0]
          """, file)
      }
    }
  }

  @Test(
    .enabled(
      if: Python.has("torch, safetensors.torch"), "ECG_PYTHON cannot import torch and safetensors"))
  func pyTorchGivesTheSame() throws {
    try withTemporaryFolder { folder in
      for (index, classifier) in try Self.classifiers().enumerated() {
        let file = folder.appending(path: "m\(index).py").path
        _ = try ExchangeFormat.pytorch.write(classifier, to: file)
        try expectSame(
          classifier,
          """
          import importlib.util, torch
          spec = importlib.util.spec_from_file_location("module", sys.argv[1])
          module = importlib.util.module_from_spec(spec)
          spec.loader.exec_module(module)
          assert module.CLASSES == ["N", "S", "V", "F", "Q"]
          with torch.no_grad():
              answer = module.load()(torch.from_numpy(beats)).numpy()
          """, file)
      }
    }
  }

  /// Expects that Python that makes `answer` of `beats` gives a classifier's probabilities.
  private func expectSame(
    _ classifier: HeartbeatClassifier, _ program: String, _ file: String
  ) throws {
    let beats = Array(MadeUpClassifier.beats.dropLast(samples))
    let prologue = """
      import sys, numpy
      beats = numpy.array(eval(sys.argv[2]), dtype=numpy.float32).reshape(-1, 1, \(samples))

      """
    let epilogue = "\nprint(' '.join(repr(float(p)) for p in answer.ravel()))"
    let theirs = try Python.run(prologue + program + epilogue, [file, "\(beats)"])
      .split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    let ours = try classifier.probabilities(of: beats)
    #expect(ours.count == theirs.count)
    for (ours, theirs) in zip(ours, theirs) { #expect(abs(Double(ours) - theirs) < 1e-5) }
  }
}
