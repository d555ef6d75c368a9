import ECGClassifier
import ECGRecordings
import ECGTestSupport
import Foundation
import Testing

/// What a command reads is there afterwards, whatever the person says.
@Suite(.hangLimit) struct KeptInputTests {
  @Test func aModelIsNotReplacedByWhatIsMadeOfIt() throws {
    try withTemporaryFolder { folder in
      let command = Command(folder: folder)
      let model = folder.appending(path: "m.safetensors")
      try HeartbeatClassifier.pretrained().save(to: model.path)
      let before = try Data(contentsOf: model)
      // The weights of a module for PyTorch stand beside it, by its name.
      let exported = try command(
        "export", "m.safetensors", "--format", "pytorch", "--output", "m.py", "--force")
      #expect(exported.status == 73)
      #expect(exported.errors.contains("m.safetensors: it is what the command reads"))
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "link"), withDestinationURL: model)
      let linked = try command(
        "export", "m.safetensors", "--format", "onnx", "--output", "link", "--force")
      #expect(linked.status == 73)
      #expect(try Data(contentsOf: model) == before)
    }
  }

  /// The part that is left alone too, and what lies beside the beats and says where they came from.
  @Test(arguments: ["mitbih_test.csv", "mitbih_train_provenance.csv"])
  func nothingThatWasFoundIsReplaced(name: String) throws {
    try withTemporaryFolder { url in
      let command = Command(folder: url)
      for file in ["mitbih_train.csv", "mitbih_test.csv", "mitbih_train_provenance.csv"] {
        try Samples.beats.write(to: url.appending(path: file))
      }
      let before = contents(of: url)
      let outcome = try command(
        "train", "beats", "--data", ".", "--epochs", "1", "--output", name, "--force")
      #expect(outcome.status == 73, "\(outcome.errors)")
      #expect(contents(of: url) == before)
    }
  }

  /// Whatever is read, when, and by which of its names.
  @Test(arguments: [
    "train --data beats.csv --epochs 1 --output beats.csv",
    "train --data beats.csv --epochs 1 --output link",
    "train --data beats.csv --epochs 1 --from m.safetensors --output m.safetensors",
    "classify beats.csv --output beats.csv",
    "prepare csv beats.csv --output beats.csv",
    "ensemble m.safetensors n.safetensors --data beats.csv --output n.safetensors",
    "compare r.atr r.qrs --disagreements r.qrs",
    "classify r --annotator blm --output .",
  ]) func nothingThatIsReadIsReplaced(arguments: String) throws {
    try withTemporaryFolder { url in
      let command = Command(folder: url)
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      try SampleRecord().write("r", to: url)
      for name in ["m", "n"] {
        try HeartbeatClassifier.pretrained().save(
          to: url.appending(path: "\(name).safetensors").path)
      }
      for ending in ["atr", "qrs", "blm"] {
        try AnnotationFile(annotations: SampleRecord().peaks.map { .init(sample: $0, symbol: "N") })
          .write(to: url.appending(path: "r.\(ending)").path)
      }
      try FileManager.default.createSymbolicLink(
        at: url.appending(path: "link"), withDestinationURL: url.appending(path: "beats.csv"))
      let before = contents(of: url)
      let outcome = try command(arguments.split(separator: " ").map(String.init) + ["--force"])
      #expect(outcome.status == 73, "\(outcome.errors)")
      #expect(outcome.errors.contains("it is what the command reads, and would be lost"))
      #expect(contents(of: url) == before)
    }
  }
}
