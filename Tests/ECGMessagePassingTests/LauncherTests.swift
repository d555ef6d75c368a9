import ECGMessagePassing
import Testing

@Suite("Processes that were started together")
struct LauncherTests {
  @Test("A process alone has no launcher")
  func alone() {
    #expect(Launcher(environment: [:]) == nil)
    #expect(Launcher(environment: ["OMPI_COMM_WORLD_SIZE": "4"]) == nil)
    #expect(Launcher(environment: ["PMI_SIZE": "x", "PMI_RANK": "0"]) == nil)
    #expect(Launcher(environment: ["PMI_SIZE": "2", "PMI_RANK": "2"]) == nil)
  }

  @Test(
    "mpirun of either make and srun are told by their variables",
    arguments: [
      (["OMPI_COMM_WORLD_SIZE": "4", "OMPI_COMM_WORLD_RANK": "3"], 4, 3, false),
      (["PMI_SIZE": "2", "PMI_RANK": "0"], 2, 0, true),
      (["SLURM_STEP_NUM_TASKS": "16", "SLURM_PROCID": "15"], 16, 15, false),
      // srun --mpi=pmi2 sets both.
      (
        ["SLURM_STEP_NUM_TASKS": "3", "SLURM_PROCID": "1", "PMI_SIZE": "3", "PMI_RANK": "1"], 3, 1,
        true
      ),
    ])
  func launchers(
    environment: [String: String], processes: Int, rank: Int, isMPICH: Bool
  ) throws {
    let launcher = try #require(Launcher(environment: environment))
    #expect(launcher.processes == processes)
    #expect(launcher.rank == rank)
    #expect(launcher.isMPICH == isMPICH)
  }
}
