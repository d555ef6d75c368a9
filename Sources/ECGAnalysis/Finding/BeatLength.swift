import ECGDatasets
import ECGFiles
import ECGText

/// How many samples beats in files must have, `L`, and who says so.
package enum BeatLength: Equatable, Sendable {
  /// As many as in Kaggle's files, whatever anybody says.
  case usual
  /// As many as somebody said, and as in Kaggle's files where nobody did.
  case chosen(Int?)
  /// As many as a model takes.
  case ofModel(Int)

  /// The number.
  private var samples: Int {
    switch self {
    case .usual: BeatDataset.kaggleSamplesPerBeat
    case .chosen(let samples): samples ?? BeatDataset.kaggleSamplesPerBeat
    case .ofModel(let samples): samples
    }
  }

  /// What to do about a file whose beats are of another length.
  private var remedy: Remedy {
    switch self {
    case .usual: ""
    case .chosen: "; where its beats have another length, say so\(.samplesPerBeat, "250")"
    case .ofModel(let samples): "; the model takes beats of \(samples.counted("sample")) alone"
    }
  }

  /// Reads beats of the length; of those of another it is told what can be done about that.
  package func reading<Beats>(_ read: (_ samplesPerBeat: Int) throws -> Beats) throws -> Beats {
    do {
      return try read(samples)
    } catch var error as FileError where error.reason == .beatLength {
      error.remedy = error.remedy + remedy
      throw error
    }
  }
}
