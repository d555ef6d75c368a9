import ECGClassifier
import ECGDatasets
import ECGExchange
import ECGFiles
import ECGNeuralNetwork
import ECGTestSupport
import Foundation
import SwiftProtobuf
import Testing

@Suite struct ONNXExportTests {
  private let samples = UntrainedClassifier.samples

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
    let classifier = try UntrainedClassifier.classifier(scaling: scaling, members: members)
    // Beats that are far from 0 are scaled in double precision here, in single precision there.
    let beats =
      scaling == .perBeat
      ? UntrainedClassifier.beats : Array(UntrainedClassifier.beats.dropLast(samples))
    let ours = try classifier.probabilities(of: beats)
    let theirs = try probabilities(of: beats, by: classifier.onnx())
    #expect(ours.count == theirs.count)
    #expect(Set(ours).count > 10)
    for (ours, theirs) in zip(ours, theirs) { #expect(abs(Double(ours) - theirs) < 1e-5) }
  }

  @Test(arguments: [UntrainedClassifier.averaging, UntrainedClassifier.later])
  func otherLayersAreWritten(_ architecture: Sequential) throws {
    let classifier = try UntrainedClassifier.classifier(architecture, temperature: 1)
    let beats = UntrainedClassifier.beats
    let theirs = try probabilities(of: beats, by: classifier.onnx())
    for (ours, theirs) in zip(try classifier.probabilities(of: beats), theirs) {
      #expect(abs(Double(ours) - theirs) < 1e-5)
    }
  }

  @Test(arguments: UntrainedClassifier.small.map(\.name))
  func eachLayerGivesTheSameProbabilities(_ layer: String) throws {
    let small = try #require(UntrainedClassifier.small.first { $0.name == layer })
    let classifier = try UntrainedClassifier.classifier(small.architecture)
    let beats = Array(UntrainedClassifier.beats.dropLast(samples))
    let ours = try classifier.probabilities(of: beats)
    let theirs = try probabilities(of: beats, by: classifier.onnx())
    #expect(ours.count == theirs.count)
    for (ours, theirs) in zip(ours, theirs) { #expect(abs(Double(ours) - theirs) < 1e-5) }
  }

  /// A layer that only this test knows.
  private struct Mystery: Layer, KitLayer {
    static let name = "Mystery"

    func outputShape(for shape: Shape) -> Shape { shape }
    func lower(into builder: inout GraphBuilder, input: TensorID) -> TensorID { input }
  }

  @Test(arguments: ExchangeFormat.allCases)
  func layersWithoutCounterpartAreRefusedByName(_ format: ExchangeFormat) throws {
    let architecture = Sequential(input: .beats(samples: samples)) {
      Mystery()
      Flatten()
      Dense(5)
    }
    let classifier = try UntrainedClassifier.classifier(architecture)
    try withTemporaryFolder { folder in
      let names: [ExchangeFormat: String] = [.pytorch: "m.py", .coreml: "m.mlpackage"]
      let file = folder.appending(path: names[format] ?? "m.onnx").path
      let error = try #require(throws: ExportError.self) { try format.write(classifier, to: file) }
      #expect(error.description.contains("layers.0 is a Mystery"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  /// What is written must be found under its name by what reads it.
  @Test(
    arguments: [
      (.pytorch, "my model.py"), (.pytorch, "1-bad.py"), (.pytorch, "torch.py"),
      (.pytorch, "class.py"),
      (.pytorch, ".py"), (.onnx, "m.mlpackage"), (.onnx, "m.py"), (.onnx, "m.safetensors"),
    ] as [(ExchangeFormat, String)])
  func namesThatOthersWouldNotFindAreRefused(_ format: ExchangeFormat, name: String) throws {
    let error = try #require(throws: FileError.self) { try format.files(for: "out/\(name)") }
    #expect(error.kind == .cannotWrite)
  }

  @Test(arguments: ["model.py", "a folder/My_model2.py", "_x.py"])
  func namesThatPythonImportsAreTaken(name: String) throws {
    #expect(try ExchangeFormat.pytorch.files(for: name)[0] == name)
  }

  /// A layer that is added to the program is tried here, in all formats.
  @Test func everyLayerIsAmongThoseTried() {
    func names(_ layers: [any Layer]) -> Set<String> {
      Set(layers.map { type(of: $0).name }).union(
        layers.flatMap { names(($0 as? Residual)?.body ?? []) })
    }
    let tried = names(
      ([UntrainedClassifier.architecture, UntrainedClassifier.later, UntrainedClassifier.averaging]
        + UntrainedClassifier.small.map(\.architecture)).flatMap(\.layers))
    #expect(tried == Set(AnyLayer.kinds.map { $0.name }))
  }

  /// A model of other annotated records takes beats at the same rate.
  @Test func modelsOfOtherRecordsSayTheirRate() throws {
    let known = try HeartbeatClassifier.pretrained()
    let other = HeartbeatClassifier(
      task: known.task, scaler: known.scaler, members: known.members, recipe: known.recipe,
      dataFingerprint: "fnv1a:0000000000000000", isSynthetic: false)
    let model = try ONNXModelProto(serializedBytes: other.onnx())
    let facts = Dictionary(uniqueKeysWithValues: model.metadataProps.map { ($0.key, $0.value) })
    #expect(facts["sampling_rate"] == "120")
    #expect(facts["beat"]?.hasPrefix("as in the data it was trained on") == true)
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
    let classifier = try UntrainedClassifier.classifier(scaling: .standard, members: 2)
    #expect(try classifier.onnx() == classifier.onnx())
  }

  /// Every kind of scaling and layer, and one network or more.
  private static func classifiers() throws -> [HeartbeatClassifier] {
    try [(Scaler.Kind.none, 1), (.standard, 2), (.perBeat, 3)].map {
      try UntrainedClassifier.classifier(scaling: $0, members: $1)
    } + [UntrainedClassifier.classifier(UntrainedClassifier.later)]
      + UntrainedClassifier.small.map { try UntrainedClassifier.classifier($0.architecture) }
  }

  @Test(.enabled(if: Python.has("onnxruntime"), "ECG_PYTHON cannot import onnxruntime"))
  func onnxRuntimeGivesTheSame() throws {
    try expectSame(
      .onnx,
      """
      import onnxruntime
      def answer(file):
          run = onnxruntime.InferenceSession(file).run
          return run(["probabilities"], {"beats": beats})[0]
      """)
  }

  @Test(
    .enabled(
      if: Python.has("torch, safetensors.torch"), "ECG_PYTHON cannot import torch and safetensors"))
  func pyTorchGivesTheSame() throws {
    try expectSame(
      .pytorch,
      """
      import importlib.util, torch
      def answer(file):
          spec = importlib.util.spec_from_file_location("module", file)
          module = importlib.util.module_from_spec(spec)
          spec.loader.exec_module(module)
          assert module.CLASSES == ["N", "S", "V", "F", "Q"]
          with torch.no_grad():
              return module.load()(torch.from_numpy(beats)).numpy()
      """)
  }

  /// Expects that Python gives the probabilities of all classifiers from their files.
  ///
  /// - Parameter program: defines `answer(file)`, of `beats`.
  private func expectSame(_ format: ExchangeFormat, _ program: String) throws {
    let classifiers = try Self.classifiers()
    let beats = Array(UntrainedClassifier.beats.dropLast(samples))
    let prologue = """
      import sys, numpy
      beats = numpy.array(eval(sys.argv[1]), dtype=numpy.float32).reshape(-1, 1, \(samples))

      """
    let epilogue = """

      for file in sys.argv[2:]:
          print(' '.join(repr(float(p)) for p in answer(file).ravel()))
      """
    try withTemporaryFolder { folder in
      let files = classifiers.indices.map {
        folder.appending(path: "m\($0).\(format == .onnx ? "onnx" : "py")").path
      }
      for (classifier, file) in zip(classifiers, files) {
        _ = try format.write(classifier, to: file)
      }
      let answers = try Python.run(prologue + program + epilogue, ["\(beats)"] + files)
        .split(separator: "\n")
      try #require(answers.count == classifiers.count)
      for (classifier, answer) in zip(classifiers, answers) {
        let theirs = answer.split(separator: " ").compactMap { Double($0) }
        let ours = try classifier.probabilities(of: beats)
        let layers = classifier.members[0].network.architecture.layers
        #expect(ours.count == theirs.count, "\(layers)")
        for (ours, theirs) in zip(ours, theirs) {
          #expect(abs(Double(ours) - theirs) < 1e-5, "\(layers)")
        }
      }
    }
  }
}
