import Foundation
import ECGTestSupport
import Testing

/// What the system refuses a process ends in one message and the right code, and
/// leaves nothing behind.
@Suite(.hangLimit) struct ResourceLimitTests {
  private func withBeats(_ body: (Command) throws -> Void) throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      try body(Command(folder: url))
    }
  }

  /// A limit on the size of files is a signal first, which ends a process that does not care.
  @Test func aLimitOfFileSizesIsAnError() throws {
    try withBeats { command in
      let before = contents(of: command.folder)
      let outcome = try command.shell(
        #"ulimit -f 100; exec "$ecg" prepare synthetic --beats 3000 --output f.safetensors"#)
      #expect(outcome.status == 74 && outcome.errors.contains("writing broke off"))
      #expect(contents(of: command.folder) == before)
    }
  }

  @Test(arguments: 4...12) func tooFewOpenFilesAreTold(limit: Int) throws {
    try withBeats { command in
      for arguments in ["classify beats.csv", "download mitdb --to d", "--help"] {
        let outcome = try command.shell(#"ulimit -n \#(limit); exec "$ecg" \#(arguments)"#)
        #expect(outcome.status == 74, "\(arguments)")
        #expect(outcome.errors.contains("open files: expected"))
      }
    }
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/zero"), "there is no /dev/zero"),
    arguments: ["classify", "detect --rate 360", "explore --data", "evaluate --data"])
  func anEndlessDeviceIsRefused(_ arguments: String) throws {
    try withBeats { command in
      let outcome = try command(arguments.split(separator: " ").map(String.init) + ["/dev/zero"])
      #expect(outcome.status == 66, "\(outcome.errors)")
      #expect(outcome.errors.contains("/dev/zero: "))
    }
  }

  /// What is meant for a stream that is closed does not go to a file that is opened in its place.
  @Test func aClosedStandardOutputIsAnError() throws {
    try withBeats { command in
      let outcome = try command.shell(#"exec "$ecg" classify beats.csv >&-"#)
      #expect(outcome.status == 74)
      #expect(outcome.errors.contains("standard output: writing broke off"))
    }
  }

  /// Of two that write one file at once, the second ends before it has worked.
  @Test func theSecondOfTwoWritersEndsAtOnce() throws {
    try withBeats { command in
      let arguments = [
        "train", "--data", "beats.csv", "--epochs", "200", "--output", "m.safetensors",
      ]
      let first = try command.start(arguments)
      let hidden = command.folder.appending(path: ".m.safetensors.writing").path
      while first.isRunning, !FileManager.default.fileExists(atPath: hidden) { usleep(1_000) }
      let second = try command(arguments)
      #expect(second.status == 73, "\(second.errors)")
      #expect(second.errors.contains("m.safetensors: is being written by process"))
      first.send(SIGKILL)
      _ = try first.wait()
      // What it has left is in nobody's way, and goes.
      #expect(FileManager.default.fileExists(atPath: hidden))
      let third = try command(
        "train", "--data", "beats.csv", "--epochs", "1", "--force", "--output", "m.safetensors")
      #expect(third.status == 0, "\(third.errors)")
      #expect(Set(contents(of: command.folder).keys) == ["beats.csv", "m.safetensors"])
    }
  }
}
