import ArgumentParser
import ECGAnalysis
import ECGDatasets

/// `--samples`, which means the same everywhere that networks are trained on beats.
///
/// It has to be said: a column too many, such as a patient's number, is else a sample
/// of a longer beat.
struct BeatLengthOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: """
      The samples of each beat, in files of beats. (default: \(BeatDataset.kaggleSamplesPerBeat))
      """)
  var samples: Int?

  func validate() throws {
    try Self.check(samples, "--samples", in: 1...(1 << 20))
  }

  /// The length that beats in files have to have.
  var length: BeatLength { .chosen(samples) }
}
