import ECGTestSupport
import Foundation
import Testing

/// `mpirun -n N ecg classify PATH… --mpi`, and `ecg detect`, write what one process writes, also
/// where one of them dies.
@Suite(.hangLimit, .serialized) struct SharedBatchCommandTests {
  /// A folder `in` with records of several lengths, and a header of nonsense.
  private func inFolder(_ body: (Command) throws -> Void) throws {
    try withTemporaryFolder { url in
      for number in 0..<12 {
        try SampleRecord(interval: 0.6 + 0.05 * Double(number), beats: 40 + 20 * (number % 3))
          .write("r\(number)", to: url.appending(path: "in/\(number % 2)"))
      }
      try Data("broken two 360\n".utf8).write(to: url.appending(path: "in/1/broken.hea"))
      try body(Command(folder: url))
    }
  }

  private func shell(_ command: Command, _ script: String) throws -> Command.Outcome {
    try command.shell("\(MPI.setting)\n\(script)")
  }

  private func below(_ folder: String, of command: Command) -> [String: Data?] {
    contents(of: command.folder.appending(path: folder))
  }

  @Test(.needsMPI) func processesWriteTheSameFiles() throws {
    try inFolder { command in
      let alone = try command("classify", "in", "--output", "alone")
      #expect(alone.status == 65, "\(alone.errors)")
      for processes in 1...4 {
        let outcome = try shell(
          command, "mpirun -n \(processes) $ecg classify in --mpi --output out\(processes)")
        #expect(outcome.status == 65, "\(outcome.errors)")
        #expect(below("out\(processes)", of: command) == below("alone", of: command))
        #expect(
          outcome.output.components(separatedBy: "12 of 13 recordings classified").count == 2)
        #expect(outcome.errors.components(separatedBy: "1 of 13 recordings failed").count == 2)
        #expect(outcome.errors.contains("\(processes) processes share the work, by "))
      }
    }
  }

  @Test(.needsMPI) func aListComesToTheFirstAlone() throws {
    try inFolder { command in
      let arguments = "detect --list - --jobs 1"
      let alone = try shell(
        command, "printf 'in/0\\nin/none\\n' | $ecg \(arguments) --output alone")
      #expect(alone.status == 65, "\(alone.errors)")
      let outcome = try shell(
        command, "printf 'in/0\\nin/none\\n' | mpirun -n 2 $ecg \(arguments) --mpi --output out")
      #expect(outcome.status == 65, "\(outcome.errors)")
      #expect(below("out", of: command) == below("alone", of: command))
      #expect(below("out", of: command).keys.contains { $0.hasSuffix("r0.qrs") })
    }
  }

  /// Where `mpirun` lets the others live, as `srun` does, they do what the dead one was at; where
  /// it does not, any number of processes goes on.
  @Test(.needsMPI, arguments: [0, 1], ["--enable-recovery", ""])
  func whatADeadOneWasAtIsDone(rank: Int, option: String) throws {
    try inFolder { command in
      #expect(try command("detect", "in", "--output", "alone").status == 65)
      // Held up by a stop, so that it dies in the midst of its work.
      let killed = try shell(
        command,
        """
        mpirun \(option) -n 3 $ecg detect in --mpi --jobs 1 --output out & launcher=$!
        until [ "$(wc -l 2>/dev/null < out/.ecg-batch || echo 0)" -gt 1 ] || ! kill -0 $launcher
        do sleep 0.001; done
        processes="$(pgrep -P $launcher ecg)"
        victim="$(echo "$processes" | sed -n \(rank + 1)p)"
        kill -STOP $victim; sleep 0.5; kill -KILL $victim
        wait $launcher; status=$?
        # What mpirun told to end may outlive it for a moment, and the folder is its own until then.
        for process in $processes; do
          for turn in $(seq 600); do kill -0 $process 2>/dev/null || break; sleep 0.05; done
        done
        exit $status
        """)
      let isWhole = below("out", of: command)["results.jsonl"] != nil
      if option.isEmpty {
        #expect(killed.status != 0)
      } else {
        // What Open MPI's mpirun ends with then says nothing.
        #expect(isWhole, "\(killed.errors)")
        #expect(killed.output.contains("12 of 13 recordings searched for beats"))
      }
      if !isWhole {
        let resumed = try shell(
          command, "mpirun -n 2 $ecg detect in --mpi --resume --output out")
        #expect(resumed.status == 65, "\(resumed.errors)")
      }
      #expect(below("out", of: command) == below("alone", of: command))
    }
  }

  /// As on machines whose folders are not the same.
  @Test(.needsMPI) func otherRecordingsInOneAreToldOnce() throws {
    try inFolder { command in
      let outcome = try shell(
        command,
        """
        mkdir other && cp -r in/0 other/in
        mpirun -n 2 sh -c '[ "${OMPI_COMM_WORLD_RANK:-$PMI_RANK}" = 0 ] || cd other
          exec '"$ecg"' detect in --mpi --output ../'"$(basename $PWD)"'/out'
        """)
      #expect(outcome.status == 65, "\(outcome.errors)")
      #expect(outcome.errors.contains("process 1: expected the same recordings as process 0 has"))
      #expect(outcome.errors.components(separatedBy: "ecg: ").count == 2, "\(outcome.errors)")
      #expect(below("out", of: command).isEmpty)
    }
  }
}
