import ECGTestSupport
import Foundation
import Testing

/// `ecg` copied to another folder, without what lay beside it.
@Suite(.hangLimit) struct CopiedProgramTests {
  @Test func everyCommandWorksWithoutTheBuildFolder() throws {
    try withTemporaryFolder { folder in
      let program = try CopiedProgram(of: Command.program, in: folder)
      #expect(try !program.looksForResources)
      try SampleRecord().write("rhythm", to: folder.appending(path: "data"))
      try Samples.beats.write(to: folder.appending(path: "beats.csv"))
      let ecg = Command(folder: folder, program: program.url)
      for arguments in [
        ["--help"], ["--version"],
        ["explore", "--data", "beats.csv", "--output", "explored"],
        ["classify", "beats.csv", "--output", "classified"],
        ["classify", "data/rhythm", "--output", "recording"],
        ["detect", "data/rhythm", "--output", "recording"],
        ["evaluate", "--data", "beats.csv", "--output", "evaluated"],
        [
          "train", "beats", "--data", "beats.csv", "--epochs", "1", "--recipe", "fast",
          "--output", "model.safetensors",
        ],
        ["model-info", "model.safetensors"],
      ] {
        let outcome = try ecg(arguments)
        #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
      }
      for page in ["explored/report.html", "recording/rhythm.html", "evaluated/report.html"] {
        let text = try String(contentsOf: folder.appending(path: page), encoding: .utf8)
        #expect(text.contains("--class-V") && text.contains("</html>"), "\(page)")
      }
    }
  }
}
