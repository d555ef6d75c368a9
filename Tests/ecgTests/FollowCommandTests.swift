import ECGTestSupport
import Foundation
import Testing

/// `--tensorboard` and `--watch`.
@Suite(.hangLimit) struct FollowCommandTests {
  @Test func aTrainingIsFollowed() throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      let command = Command(folder: url)
      let arguments = [
        "train", "beats", "--recipe", "fast", "--data", "beats.csv", "--epochs", "2",
      ]
      let plain = try command(arguments + ["--output", "plain.safetensors"])
      #expect(plain.status == 0, "\(plain.errors)")
      let followed = arguments + ["--tensorboard", "events", "--watch"]
      let outcome = try command(followed + ["--output", "model.safetensors"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let page = try String(
        contentsOf: url.appending(path: "model.watch.html"), encoding: .utf8)
      #expect(page.contains("epoch 2 of 2 · over") && !page.contains("http-equiv=\"refresh\""))
      for part in ["train", "validation"] {
        let names = try FileManager.default.contentsOfDirectory(
          atPath: url.appending(path: "events/\(part)").path)
        #expect(names.count == 1 && names[0].hasPrefix("events.out.tfevents."))
      }
      // Who looks on changes nothing.
      let models = try ["plain", "model"].map {
        try Data(contentsOf: url.appending(path: "\($0).safetensors"))
      }
      #expect(models[0] == models[1])
      let again = try command(followed + ["--output", "other.safetensors"])
      #expect(again.status == 73 && again.errors.contains("event files of another training"))
      #expect(contents(of: url)["other.watch.html"] == nil)
    }
  }

  @Test func aRunHasItsPageBesideItsReport() throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      let outcome = try Command(folder: url)(
        "run", "--recipe", "fast", "--data", "beats.csv", "--epochs", "1", "--watch", "--output",
        "out")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let page = try String(contentsOf: url.appending(path: "out/watch.html"), encoding: .utf8)
      #expect(page.contains("Training by fast, seed 1"))
    }
  }
}
