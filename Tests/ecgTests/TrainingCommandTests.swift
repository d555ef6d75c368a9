import Foundation
import ECGSafetensors
import ECGTestSupport
import Testing

/// The same seed gives the same model, whatever happens on the way.
@Suite(.hangLimit) struct TrainingCommandTests {
  private static let arguments = [
    "train", "--data", "beats.csv", "--epochs", "8", "--seed", "3", "--output",
  ]

  /// The model of a run that nothing disturbed.
  private static let undisturbed: Data = {
    let model = try? withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      let outcome = try Command(folder: url)(arguments + ["m.safetensors", "--threads", "1"])
      guard outcome.status == 0 else { return Data() }
      return try Data(contentsOf: url.appending(path: "m.safetensors"))
    }
    return model ?? Data()
  }()

  @Test func threadsDoNotChangeTheModel() throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      let outcome = try Command(folder: url)(
        Self.arguments + ["m.safetensors", "--threads", "2"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(!Self.undisturbed.isEmpty)
      #expect(try Data(contentsOf: url.appending(path: "m.safetensors")) == Self.undisturbed)
      #expect(Set(contents(of: url).keys) == ["beats.csv", "m.safetensors"])
    }
  }

  @Test func seedChangesTheModel() throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      let outcome = try Command(folder: url)(
        Self.arguments + ["m.safetensors", "--seed", "4"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try Data(contentsOf: url.appending(path: "m.safetensors")) != Self.undisturbed)
    }
  }

  @Test func killedTrainingGoesOnToTheSameModel() throws {
    try withTemporaryFolder { url in
      let command = Command(folder: url)
      let outcome = try disturb(command, with: SIGKILL)
      #expect(outcome.status == SIGKILL)
      let again = try command(Self.arguments + ["m.safetensors"])
      #expect(again.status == 73)
      #expect(again.errors.contains("--resume m.checkpoint.safetensors"))
      let resumed = try command(
        Self.arguments + ["m.safetensors", "--resume", "m.checkpoint.safetensors"])
      #expect(resumed.status == 0, "\(resumed.errors)")
      #expect(try Data(contentsOf: url.appending(path: "m.safetensors")) == Self.undisturbed)
      #expect(!contents(of: url).keys.contains("m.checkpoint.safetensors"))
    }
  }

  /// Several networks in one training, killed in the second, and the same put together from models
  /// that were trained alone: one file.
  @Test func networksAreTheSameTogetherAndAlone() throws {
    try withTemporaryFolder { url in
      let command = Command(folder: url)
      func file(_ name: String) throws -> Data { try Data(contentsOf: url.appending(path: name)) }
      let train = ["train", "--data", "beats.csv", "--epochs", "3", "--seed"]
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      for seed in ["3", "4", "5"] {
        let outcome = try command(train + [seed, "--output", "\(seed).safetensors"])
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      let together = train + ["3", "--members", "3", "--output", "m.safetensors"]
      let checkpoint = url.appending(path: "m.checkpoint.safetensors")
      let outcome = try disturb(command, together, with: SIGKILL) {
        let content = try? Safetensors(decoding: Data(contentsOf: checkpoint))
        return content?.metadata["members"]?.contains(#""seed":3"#) == true
      }
      #expect(outcome.status == SIGKILL)
      let resumed = try command(together + ["--resume", "m.checkpoint.safetensors"])
      #expect(resumed.status == 0, "\(resumed.errors)")
      #expect(resumed.errors.contains("Network 3 of 3, seed 5."))
      #expect(!resumed.errors.contains("Network 1 of 3"))
      let combined = try command(
        "ensemble", "5.safetensors", "3.safetensors", "4.safetensors", "--output", "e.safetensors",
        "--data", "beats.csv", "--json")
      #expect(combined.status == 0, "\(combined.errors)")
      #expect(try file("e.safetensors") == file("m.safetensors"))
      let classified = try ["e.safetensors", "m.safetensors"].map {
        try command("classify", "--model", $0, "beats.csv").output
      }
      #expect(classified[0] == classified[1] && classified[0].hasPrefix("class,"))
      let again = try command(
        "ensemble", "3.safetensors", "4.safetensors", "--output", "e.safetensors")
      #expect(again.status == 73)
    }
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func interruptedTrainingSaysHowToGoOn(_ signal: Int32) throws {
    try withTemporaryFolder { url in
      let command = Command(folder: url)
      let outcome = try disturb(command, with: signal)
      #expect(outcome.status == 130)
      #expect(
        outcome.errors.contains("ecg: interrupted. The checkpoint m.checkpoint.safetensors is kept")
      )
      #expect(Set(contents(of: url).keys) == ["beats.csv", "m.checkpoint.safetensors"])
      let advice = try #require(outcome.errors.split(separator: "\n").last)
      let resumed = try command.shell(String(advice))
      #expect(resumed.status == 0, "\(resumed.errors)")
      #expect(try Data(contentsOf: url.appending(path: "m.safetensors")) == Self.undisturbed)
    }
  }

  @Test func checkpointOfAnotherSeedIsRefused() throws {
    try withTemporaryFolder { url in
      let command = Command(folder: url)
      _ = try disturb(command, with: SIGKILL)
      let outcome = try command(
        Self.arguments
          + ["m.safetensors", "--resume", "m.checkpoint.safetensors", "--seed", "4"])
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("expected seed 4, found 3"))
      #expect(contents(of: url).keys.contains("m.checkpoint.safetensors"))
    }
  }

  /// Trains until there is a checkpoint, then sends a signal.
  private func disturb(_ command: Command, with signal: Int32) throws -> Command.Outcome {
    try Samples.beats.write(to: command.folder.appending(path: "beats.csv"))
    let checkpoint = command.folder.appending(path: "m.checkpoint.safetensors").path
    return try disturb(command, Self.arguments + ["m.safetensors"], with: signal) {
      FileManager.default.fileExists(atPath: checkpoint)
    }
  }

  /// Trains `m.safetensors` until `isReached`, then sends a signal; once more where the model was
  /// there before the signal came.
  private func disturb(
    _ command: Command, _ arguments: [String], with signal: Int32, when isReached: () -> Bool
  ) throws -> Command.Outcome {
    while true {
      let running = try command.start(arguments)
      while running.isRunning, !isReached() { usleep(2000) }
      running.send(signal)
      let outcome = try running.wait()
      let model = command.folder.appending(path: "m.safetensors")
      guard FileManager.default.fileExists(atPath: model.path) else { return outcome }
      try FileManager.default.removeItem(at: model)
      // Which goes after the model has come, if nothing ends the process between.
      try? FileManager.default.removeItem(
        at: command.folder.appending(path: "m.checkpoint.safetensors"))
    }
  }
}
