import ECGTestSupport
import Foundation
import Testing

/// `mpirun -n N ecg train beats --mpi` gives what `ecg train beats` gives.
@Suite(.hangLimit, .serialized) struct MPICommandTests {
  private static let plain = "train beats --data beats.csv --seed 3"
  private static let arguments = "\(plain) --epochs 6"

  private func shell(_ command: Command, _ script: String) throws -> Command.Outcome {
    try command.shell("\(MPI.setting)\n\(script)")
  }

  private func inFolderWithBeats(_ body: (Command) throws -> Void) throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      try body(Command(folder: url))
    }
  }

  private func file(_ name: String, of command: Command) throws -> Data {
    try Data(contentsOf: command.folder.appending(path: name))
  }

  @Test(.needsMPI) func processesDoNotChangeTheModel() throws {
    try inFolderWithBeats { command in
      let alone = try shell(command, "$ecg \(Self.arguments) --output alone.safetensors")
      #expect(alone.status == 0, "\(alone.errors)")
      for processes in 1...4 {
        let name = "m\(processes).safetensors"
        let outcome = try shell(
          command, "mpirun -n \(processes) $ecg \(Self.arguments) --mpi --output \(name)")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("\(processes) processes share the work, by "))
        #expect(try file(name, of: command) == file("alone.safetensors", of: command))
        // One of them speaks.
        #expect(outcome.output.components(separatedBy: "Model written to").count == 2)
      }
      let names = ["alone", "m1", "m2", "m3", "m4"].map { "\($0).safetensors" }
      #expect(Set(contents(of: command.folder).keys) == Set(names + ["beats.csv"]))
    }
  }

  /// One process is killed: all end, the checkpoint is kept, and another number of processes
  /// goes on from it.
  @Test(.needsMPI) func anotherNumberOfProcessesGoesOn() throws {
    try inFolderWithBeats { command in
      let alone = try shell(command, "$ecg \(Self.arguments) --output alone.safetensors")
      #expect(alone.status == 0, "\(alone.errors)")
      let model = command.folder.appending(path: "m.safetensors")
      var isOver = true
      // Once more where the model was there before a process was killed.
      for _ in 0..<20 where isOver {
        try? FileManager.default.removeItem(at: model)
        try? FileManager.default.removeItem(
          at: command.folder.appending(path: "m.checkpoint.safetensors"))
        let killed = try shell(
          command,
          """
          # On a busy machine the other may need more than a second, Open MPI's usual time, to end by itself.
          export OMPI_MCA_odls_base_sigkill_timeout=5 PRTE_MCA_odls_base_sigkill_timeout=5
          mpirun -n 2 $ecg \(Self.arguments) --mpi --output m.safetensors & launcher=$!
          until [ -e m.checkpoint.safetensors ] || ! kill -0 $launcher; do sleep 0.001; done
          processes="$(pgrep -P $launcher ecg)"
          kill -KILL "$(echo "$processes" | tail -n 1)"
          wait $launcher; status=$?
          # What mpirun told to end may outlive it for a moment, and the model is its own until then.
          for process in $processes; do
            for turn in $(seq 600); do kill -0 $process 2>/dev/null || break; sleep 0.05; done
          done
          exit $status
          """)
        isOver = killed.status == 0 || FileManager.default.fileExists(atPath: model.path)
      }
      #expect(
        Set(contents(of: command.folder).keys) == [
          "alone.safetensors", "beats.csv", "m.checkpoint.safetensors",
        ])
      let resumed = try shell(
        command,
        "mpirun -n 3 $ecg \(Self.arguments) --mpi --output m.safetensors --resume m.checkpoint.safetensors"
      )
      #expect(resumed.status == 0, "\(resumed.errors)")
      #expect(try file("m.safetensors", of: command) == file("alone.safetensors", of: command))
    }
  }

  @Test(.needsMPI) func anErrorIsToldOnce() throws {
    try inFolderWithBeats { command in
      for (arguments, status, message) in [
        ("train beats --data nothing.csv --mpi --output m.safetensors", 66, "nothing.csv"),
        ("\(Self.arguments) --mpi --output beats.csv", 73, "--force"),
      ] {
        let outcome = try shell(command, "mpirun -n 3 $ecg \(arguments)")
        #expect(outcome.status == status, "\(outcome.errors)")
        #expect(outcome.errors.contains(message))
        #expect(outcome.errors.components(separatedBy: "ecg: ").count == 2, "\(outcome.errors)")
        #expect(Set(contents(of: command.folder).keys) == ["beats.csv"])
      }
      let many = try shell(
        command, "mpirun -n 5 $ecg \(Self.arguments) --mpi --output m.safetensors")
      #expect(many.status != 0)
      #expect(many.errors.contains("expected at most 4 processes"))
    }
  }

  /// What the options alone show, before the processes have met.
  @Test(.needsMPI) func aWrongOptionIsToldOnce() throws {
    try inFolderWithBeats { command in
      for (arguments, message) in [
        ("\(Self.arguments) --mpi --epoch 3 --output m.safetensors", "--epoch"),
        ("classify --mpi --output out", "Missing expected argument"),
        (
          "sweep fast --data beats.csv --mpi --grid epochs=1,2 --stop-hopeless --output out",
          "--stop-hopeless"
        ),
      ] {
        let outcome = try shell(command, "mpirun -n 3 $ecg \(arguments)")
        #expect(outcome.status == 64, "\(outcome.errors)")
        #expect(outcome.errors.contains(message))
        #expect(outcome.errors.components(separatedBy: "ecg: ").count == 2, "\(outcome.errors)")
        #expect(Set(contents(of: command.folder).keys) == ["beats.csv"])
      }
    }
  }

  /// What only shows when they have met: one of them has other beats.
  @Test(.needsMPI) func otherBeatsInOneAreToldOnce() throws {
    try inFolderWithBeats { command in
      let fewer = Samples.beats.split(separator: UInt8(ascii: "\n")).dropLast()
      try Data(fewer.joined(separator: [UInt8(ascii: "\n")])).write(
        to: command.folder.appending(path: "other.csv"))
      let outcome = try shell(
        command,
        """
        mpirun -n 2 sh -c 'data=beats; [ "${OMPI_COMM_WORLD_RANK:-$PMI_RANK}" = 0 ] || data=other
          exec '"$ecg"' train beats --data $data.csv --mpi --output m.safetensors'
        """)
      #expect(outcome.status == 65, "\(outcome.errors)")
      #expect(outcome.errors.contains("process 1: expected the same beats as process 0 has"))
      #expect(outcome.errors.components(separatedBy: "ecg: ").count == 2, "\(outcome.errors)")
      #expect(Set(contents(of: command.folder).keys) == ["beats.csv", "other.csv"])
    }
  }

  /// As in a farm of trainings that have nothing to do with each other.
  @Test func processesThatAreNotToShareWorkAlone() throws {
    try inFolderWithBeats { command in
      let outcome = try command.shell(
        """
        export OMPI_COMM_WORLD_SIZE=2 OMPI_COMM_WORLD_RANK=1
        $ecg \(Self.plain) --epochs 1 --output m.safetensors
        """)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.contains("this is one of 2 processes, and works alone; --mpi"))
      #expect(Set(contents(of: command.folder).keys) == ["beats.csv", "m.safetensors"])
    }
  }

  /// Where the system has no MPI, `--mpi` says what to install.
  @Test(.enabled(if: MPI.launcher == nil, "there is an MPI")) func aMissingLibraryIsNamed() throws {
    try inFolderWithBeats { command in
      let outcome = try shell(command, "$ecg \(Self.arguments) --mpi --output m.safetensors")
      #expect(outcome.status == 69)
      #expect(outcome.errors.contains("Install one"))
    }
  }
}
