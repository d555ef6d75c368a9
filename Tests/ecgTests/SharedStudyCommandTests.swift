import ECGTestSupport
import Foundation
import Testing

/// `mpirun -n N ecg sweep … --mpi`, and the other studies, leave what one process leaves
/// but for the times.
@Suite(.hangLimit, .serialized) struct SharedStudyCommandTests {
  private func shell(_ command: Command, _ script: String) throws -> Command.Outcome {
    try command.shell("\(MPI.setting)\n\(script)")
  }

  /// The files of a study: those that tell no time as they are, the others by their names.
  private func files(of folder: String, _ command: Command) -> [String: Data?] {
    let timed = ["run.json", "trial.json", "sweep.csv"]
    return contents(of: command.folder.appending(path: folder)).reduce(into: [:]) { files, file in
      let name = file.key.split(separator: "/").last.map(String.init) ?? ""
      let isTimed = timed.contains(name) || folder.isEmpty
      let text = file.value.map { String(decoding: $0, as: UTF8.self) }
      files[file.key] = isTimed ? nil as Data? : text.map { Data(Self.withoutTimes($0).utf8) }
    }
  }

  private static func withoutTimes(_ text: String) -> String {
    text.replacing(/"seconds" ?: ?[0-9.e+-]+/, with: "")
  }

  @Test(
    .needsMPI,
    arguments: [
      ("sweep fast --epochs 1 --grid optimizer.learningRate=1e-6,1e-3,4e-3", "recipes"),
      ("cross-validate fast --epochs 1 --by beat --folds 3 --json", "\"folds\""),
      ("learning-curve fast --epochs 1 --sizes 0.5,1 --repeats 2", "share"),
    ]) func trainingsAreDealtOut(arguments: String, words: String) throws
  {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      let command = Command(folder: url)
      let plain = "\(arguments) --data beats.csv --output"
      let alone = try shell(command, "$ecg \(plain) alone")
      #expect(alone.status == 0, "\(alone.errors)")
      for processes in [1, 3] {
        let outcome = try shell(command, "mpirun -n \(processes) $ecg \(plain) out --force --mpi")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(files(of: "out", command) == files(of: "alone", command))
        #expect(
          Self.withoutTimes(outcome.output).components(separatedBy: words).count
            == Self.withoutTimes(alone.output).components(separatedBy: words).count)
        try FileManager.default.removeItem(at: url.appending(path: "out"))
      }
    }
  }

  /// The training of one that dies goes on in another.
  @Test(.needsMPI) func whatADeadOneTrainedIsTrained() throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      let command = Command(folder: url)
      let plain = "sweep fast --epochs 4 --grid batchSize=16,24,32,48 --data beats.csv --output"
      #expect(try shell(command, "$ecg \(plain) alone").status == 0)
      let outcome = try shell(
        command,
        """
        mpirun --enable-recovery -n 2 $ecg \(plain) out --mpi & launcher=$!
        until ls out/trials/.*unfinished >/dev/null 2>&1 || ! kill -0 $launcher; do sleep 0.001; done
        victim="$(pgrep -P $launcher ecg | tail -n 1)"
        kill -STOP $victim; sleep 0.5; kill -KILL $victim
        wait $launcher
        """)
      #expect(files(of: "out", command) == files(of: "alone", command), "\(outcome.errors)")
    }
  }
}
