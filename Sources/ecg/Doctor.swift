import ArgumentParser
import ECGFiles
import ECGNeuralNetwork
import Foundation

/// `ecg doctor`.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks that all the program needs is there and works, for a bug report.",
    discussion: """
      Versions, processor, limits, the library that multiplies matrices and a test of it, and which \
      programs and libraries are missing. It ends with status 69 where networks cannot be computed \
      here; what is missing besides is told, and what can be done without it.

      With --mpi, the processes that "mpirun -n 4 ecg doctor --mpi" starts measure what it takes to add up \
      the sums of a training step, by their size.

      \(Wording.disclaimer)
      """)

  @OptionGroup var threadsOption: ThreadsOption
  @OptionGroup var processesOption: ProcessesOption
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    var console = jsonOption.console
    if let team = try processesOption.join(console) {
      console.isQuiet = !team.speaks
      return try ProcessDiagnosis(team).tell(console)
    }
    let (diagnosis, failure) = Diagnosis.make(threads: threadsOption.threads)
    try console.answer(diagnosis, text: diagnosis.description)
    if let failure { throw failure }
  }
}
