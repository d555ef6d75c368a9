import ECGSafetensors
import ECGClassifier
import ECGFiles
import Foundation
import ECGTestSupport
import Testing

/// Model files in which one thing is wrong: each an error that names the file and the fault.
@Suite struct DamagedModelTests {
  static let missing = [
    "task", "classes", "scaler", "architecture", "recipe", "members", "dataFingerprint",
    "synthetic", "version", "temperature",
  ].map { FileDamage.metadata($0, nil, $0 == "classes" ? "classes" : "has no \($0)") }

  static let origins: [FileDamage] = [
    .metadata("format", nil, "expected a model"),
    .metadata("format", "pt", "expected a model"),
    .metadata("format", "swift-ecg training checkpoint", "expected a model"),
    .metadata("formatVersion", nil, "format version 2, found none"),
    .metadata("formatVersion", "1", "format version 2, found 1"),
    .replacing(#""seed":5"#, with: #""seed":-1"#, in: "members", "members makes no sense"),
    .replacing(
      #""seed":5"#, with: #""seed":18446744073709551616"#, in: "members", "members makes no sense"),
    .metadata("members", "{}", "members makes no sense"),
    .metadata("members", "[]", "it has no networks"),
    FileDamage("a network too many", "expected a tensor layers.0.weight") { file in
      guard let members = file.metadata["members"] else { return }
      file.metadata["members"] = "[\(members.dropFirst().dropLast()),\(members.dropFirst())"
    },
    .metadata("temperature", "0", "temperature that makes no sense: 0"),
    .metadata("temperature", "-1", "temperature that makes no sense"),
    .metadata("temperature", "inf", "temperature that makes no sense"),
    .metadata("temperature", "nan", "temperature that makes no sense"),
    .metadata("temperature", "warm", "temperature that makes no sense"),
    .metadata("synthetic", "maybe", "synthetic that makes no sense"),
    .metadata("recipe", "{}", "recipe makes no sense"),
    .metadata("members", "[", "members makes no sense"),
    .metadata("members", String(repeating: "[", count: 50_000), "members makes no sense"),
    .replacing(#""number":2"#, with: #""number":3"#, in: "members", "not numbered in order"),
    .replacing(
      #""number":1"#, with: #""number":-9223372036854775808"#, in: "members",
      "not numbered in order"),
  ]

  static let recipes: [FileDamage] = [
    .replacing(
      #""blocks":1"#, with: #""blocks":-1"#, in: "recipe",
      "recipe makes no sense: blocks is -1, must be from 0 to 1000"),
    .replacing(
      #""blocks":1"#, with: #""blocks":1000000000000"#, in: "recipe",
      "recipe makes no sense: blocks is 1000000000000"),
    .replacing(
      #""blocks":1"#, with: #""blocks":1000"#, in: "recipe",
      "recipe makes no sense: blocks is 1000 in 4 stages, must be 1000 in all at the most"),
    .replacing(
      #""filters":[32"#, with: #""filters":[0"#, in: "recipe",
      "recipe makes no sense: filters is 0"),
    .replacing(
      #""kernel":5"#, with: #""kernel":\#(Int.max)"#, in: "recipe",
      "recipe makes no sense: kernel is"),
    .replacing(
      #""firstKernel":7"#, with: #""firstKernel":-7"#, in: "recipe",
      "recipe makes no sense: firstKernel is -7"),
    .replacing(
      #""hidden":64"#, with: #""hidden":0"#, in: "recipe", "recipe makes no sense: hidden is 0"),
    .replacing(
      #""validationShare":0.25"#, with: #""validationShare":7.5"#, in: "recipe",
      "recipe makes no sense: validationShare is 7.5, must be from 0 to below 1"),
    .replacing(
      #""shards":2"#, with: #""shards":0"#, in: "recipe",
      "recipe makes no sense: training is in 0 shards"),
    .replacing(
      #""epochs":2"#, with: #""epochs":-2"#, in: "recipe",
      "recipe makes no sense: training is of -2 epochs"),
    .replacing(
      #""batchSize":16"#, with: #""batchSize":0"#, in: "recipe",
      "recipe makes no sense: training is in batches of 0"),
  ]

  static let classes: [FileDamage] = [
    .metadata("classes", "N,S,V,F", "class names contradict"),
    .metadata("classes", "", "class names contradict"),
    .metadata("task", "null", "task makes no sense"),
    .metadata("task", #"{"classes":[],"name":"t"}"#, "5 outputs for 0 classes"),
    .metadata(
      "task", #"{"classes":[{"symbol":"N","name":"n"}],"name":"t"}"#, "5 outputs for 1 classes"),
    FileDamage("two classes of one name", "class names contradict") { file in
      file.metadata["task"] = file.metadata["task"]?.replacing(#""S""#, with: #""N""#)
      file.metadata["classes"] = "N,N,V,F,Q"
    },
    FileDamage("a class name that would leave its place in a file", "class names contradict") {
      file in
      file.metadata["task"] = file.metadata["task"]?.replacing(#""S""#, with: #""../S""#)
      file.metadata["classes"] = "N,../S,V,F,Q"
    },
  ]

  static let scalers: [FileDamage] = [
    .metadata("scaler", "{", "scaler makes no sense"),
    .metadata(
      "scaler", #"{"kind":"none","samplesPerBeat":186,"mean":[],"scale":[]}"#,
      "beats of 186 samples"),
    .metadata(
      "scaler", #"{"kind":"none","samplesPerBeat":0,"mean":[],"scale":[]}"#, "do not fit"),
    .metadata(
      "scaler", #"{"kind":"none","samplesPerBeat":-187,"mean":[],"scale":[]}"#, "do not fit"),
    .metadata(
      "scaler", #"{"kind":"standard","samplesPerBeat":187,"mean":[],"scale":[]}"#, "do not fit"),
    .metadata(
      "scaler", #"{"kind":"other","samplesPerBeat":187,"mean":[],"scale":[]}"#,
      "scaler makes no sense"),
  ]

  static let architectures: [FileDamage] = [
    .metadata("architecture", "[]", "architecture makes no sense"),
    .replacing("Conv1D", with: "Conv9D", in: "architecture", "no layer called Conv9D"),
    .replacing(#""kernel":7"#, with: #""kernel":0"#, in: "architecture", "kernel is 0"),
    .replacing(
      #""kernel":7"#, with: #""kernel":\#(Int.max)"#, in: "architecture", "must be from 1 to"),
    .replacing(#""kernel":7"#, with: #""kernel":-7"#, in: "architecture", "kernel is -7"),
    .replacing(
      #""filters":64"#, with: #""filters":\#(Int.max)"#, in: "architecture", "must be from 1 to"),
    .replacing(
      #""filters":64"#, with: #""filters":1048576"#, in: "architecture", "expected"),
    .replacing(#""kernel":7"#, with: #""kernel":9"#, in: "architecture", "expected tensor"),
  ]

  static let tensors: [FileDamage] = [
    FileDamage("no tensors", "expected a tensor layers.0.weight") { $0.tensors = [:] },
    FileDamage("a tensor is missing", "expected a tensor layers.0.weight") {
      $0.tensors["members.0.layers.0.weight"] = nil
    },
    FileDamage("a statistic is missing", "runningVariance") {
      $0.tensors["members.0.layers.1.runningVariance"] = nil
    },
    FileDamage("a tensor too many", "no tensor layers.99.weight") {
      $0.tensors["members.0.layers.99.weight"] = .init(shape: [1], values: [1])
    },
    FileDamage("a tensor of no network", "tensors, found") {
      $0.tensors["layers.0.weight"] = .init(shape: [1], values: [1])
    },
    FileDamage("another shape of as many numbers", "layers.0.weight of shape [7, 1, 32]") {
      guard let values = $0.tensors["members.0.layers.0.weight"]?.values else { return }
      $0.tensors["members.0.layers.0.weight"] = .init(shape: [32, 1, 7], values: values)
    },
    .tensor("members.0.layers.0.weight", "one number less", "layers.0.weight of shape") {
      $0.removeLast()
    },
    .tensor("members.0.layers.0.weight", "NaN", "not finite") { $0[3] = .nan },
    .tensor("members.0.layers.0.weight", "infinite", "not finite") { $0[3] = -.infinity },
    .tensor("members.0.layers.1.runningVariance", "NaN", "not finite") { $0[0] = .nan },
    .tensor("members.0.layers.1.runningVariance", "negative", "layers.1.runningVariance") {
      $0[0] = -1
    },
  ]

  @Test(arguments: missing + origins + recipes + classes + scalers + architectures + tensors)
  func isAnErrorThatNamesFileAndFault(_ damage: FileDamage) throws {
    let whole = try savedBytes(Trained.shared.get())
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "m.ecgmodel")
      try damage.write(whole, to: url)
      let problem = try expectBadData(at: url.path) {
        _ = try HeartbeatClassifier.load(path: url.path)
      }
      #expect(problem.contains(damage.message), "\(problem)")
    }
  }

  @Test(arguments: [0, 7, 8, 100, 5_000])
  func isAnErrorWhereCutShort(to count: Int) throws {
    let whole = try savedBytes(Trained.shared.get())
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "m.ecgmodel")
      try whole.prefix(count).write(to: url)
      try expectBadData(at: url.path) { _ = try HeartbeatClassifier.load(path: url.path) }
      try whole.dropLast().write(to: url)
      try expectBadData(at: url.path) { _ = try HeartbeatClassifier.load(path: url.path) }
    }
  }

  @Test func aMissingFileIsNoInput() throws {
    let error = try #require(throws: FileError.self) {
      try HeartbeatClassifier.load(path: "/nowhere/m.ecgmodel")
    }
    #expect(error.kind == .noInput)
    #expect(error.path == "/nowhere/m.ecgmodel")
  }
}
