import ECGClassifier
import ECGDatasets
import ECGRecordings
import ECGSignals
import ECGText

/// Beats that the classifier takes for early beside the pauses around them, and that are conducted
/// as usual, see `GroupedBeating`: they are normal beats.
struct ConductedBeats {
  /// The beats, ascending.
  let beats: [Int]

  /// Looks for them, which takes a look at the pauses where there are groups.
  ///
  /// - Parameters:
  ///   - decided: the class of each beat, as a label of `AAMIClass`: `N`.
  ///   - beats: the beats.
  ///   - recording: where they are.
  ///   - leads: the leads of the beats, as indices of the recording's signals.
  ///   - threads: the threads that share the leads.
  /// - Throws: `FileError`.
  init(
    among decided: [Int], of beats: RecordingBeats, in recording: RecordingFile, leads: [Int],
    threads: Int
  ) throws {
    guard let groups = GroupedBeating(in: beats, labels: decided) else {
      self.beats = []
      return
    }
    let pauses = try RecordingBeats(
      at: groups.questions, in: recording, signals: leads, threads: threads)
    self.beats = groups.conducted(beats, pauses: pauses)
  }

  /// Takes them for normal ones as far as they were taken for supraventricular ones.
  ///
  /// - Parameter probabilities: the probability of each class: `N × K`.
  func applied(to probabilities: [Float], classes: Int) -> [Float] {
    var probabilities = probabilities
    for beat in beats {
      let early = beat * classes + AAMIClass.supraventricular.label
      probabilities[beat * classes + AAMIClass.normal.label] += probabilities[early]
      probabilities[early] = 0
    }
    return probabilities
  }

  /// That there are such beats; nil where there are none.
  var remark: String? {
    guard !beats.isEmpty else { return nil }
    return
      "P waves without a beat after them lie in the pauses between groups of beats, as in AV block of "
      + "the second degree: \(beats.count.counted("beat")) of these groups would be S beside the "
      + "pauses, and \(beats.count == 1 ? "is" : "are") taken for N"
  }
}
