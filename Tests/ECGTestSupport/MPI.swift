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
}

extension Trait where Self == ConditionTrait {
  /// Skips a test where there is no `mpirun`; `scripts/install-mpi` installs it.
  package static var needsMPI: Self {
    .enabled(if: MPI.launcher != nil, "mpirun is not installed; scripts/install-mpi does it")
  }
}
