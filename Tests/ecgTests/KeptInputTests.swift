import ECGClassifier
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
}
