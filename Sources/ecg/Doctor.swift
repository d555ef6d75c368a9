import ArgumentParser
import ECGFiles
import ECGNeuralNetwork
import Foundation

/// `ecg doctor`.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Looks whether all that the program needs is there and works, for a bug report.",
    discussion: """
      Versions, processor, limits, the library that multiplies matrices and a test of it, and which \
      programs and libraries are missing. It ends with status 69 where networks cannot be computed \
      here; what is missing besides is told, and what can be done without it.

      \(Wording.disclaimer)
      """)

  @OptionGroup var threadsOption: ThreadsOption
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let console = jsonOption.console
    let (diagnosis, failure) = Diagnosis.make(threads: threadsOption.threads)
    if jsonOption.json {
      try console.printJSON(diagnosis)
    } else {
      try console.say(diagnosis.description)
    }
    if let failure { throw failure }
  }
}
