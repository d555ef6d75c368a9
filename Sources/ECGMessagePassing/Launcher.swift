import Foundation

/// What started this process as one of several: `mpirun` or `srun`, as they say by variables of
/// the environment.
package struct Launcher: Equatable, Sendable {
  /// How many processes it started.
  package let processes: Int
  /// The rank of this one among them, counted from 0.
  package let rank: Int
  /// Whether it speaks to them as MPICH does.
  package let isMPICH: Bool

  /// The variables of Open MPI, of MPICH and its kin (which `srun` sets as well where it speaks
  /// so), and of `srun`.
  private static let variables = [
    (count: "OMPI_COMM_WORLD_SIZE", rank: "OMPI_COMM_WORLD_RANK", isMPICH: false),
    (count: "PMI_SIZE", rank: "PMI_RANK", isMPICH: true),
    (count: "SLURM_STEP_NUM_TASKS", rank: "SLURM_PROCID", isMPICH: false),
  ]

  /// What started this process; nil where it is alone.
  package static var current: Launcher? {
    Launcher(environment: ProcessInfo.processInfo.environment)
  }

  /// - Parameter environment: the variables, by their names.
  package init?(environment: [String: String]) {
    for (sizeKey, rankKey, isMPICH) in Self.variables {
      guard let processes = environment[sizeKey].flatMap(Int.init), processes > 0,
        let rank = environment[rankKey].flatMap(Int.init), (0..<processes).contains(rank)
      else { continue }
      (self.processes, self.rank, self.isMPICH) = (processes, rank, isMPICH)
      return
    }
    return nil
  }
}
