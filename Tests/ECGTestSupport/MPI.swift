import Foundation
package import Testing

/// Whether the system's MPI can start processes.
package enum MPI {
  /// The program that starts processes, by its path; nil where there is none.
  package static let launcher: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/mpirun" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }()

  /// What a shell must know: that processes may outnumber cores, which those that wait leave to
  /// others, and be root's, as in a container.
  package static let setting = """
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1
    export OMPI_MCA_btl_vader_single_copy_mechanism=none OMPI_MCA_mpi_yield_when_idle=1
    """
}

extension Trait where Self == ConditionTrait {
  /// Skips a test where there is no `mpirun`; `scripts/install-mpi` installs it.
  package static var needsMPI: Self {
    .enabled(if: MPI.launcher != nil, "mpirun is not installed; scripts/install-mpi does it")
  }
}
