import ECGRecordings
public import ECGSignals

extension RecordingAnalysis {
  /// A heartbeat of a recording.
  public struct Beat: Sendable, Equatable {
    /// The R peak, counted in samples of the lead.
    public let sample: Int
    /// The R peak in seconds after the first sample.
    public let time: Double
    /// The seconds since the R peak before; nil for the first beat, and where samples are missing
    /// in between or the signal says nothing of beats.
    public let rrInterval: Double?
    /// The class.
    public let beatClass: AAMIClass
    /// The probability of each class, in the order of `AAMIClass.allCases`: `K`.
    public let probabilities: [Float]
    /// The probability of atrial fibrillation or flutter at the beat.
    public let fibrillation: Float
    /// Why nothing can be said of the beat by the signal around it, or as annotations mark that the
    /// ventricles flutter; nil where something can. Such a beat counts nowhere.
    public let unusable: SignalQuality.Kind?
    /// The index of its family in `ReviewFamilies.families`; nil where the signal
    /// says nothing of it.
    public let family: Int?
    /// The rhythm at the beat; nil where none is told.
    public let rhythm: RhythmEpisode.Rhythm?
  }

  /// The beats of a recording in order of time: `N`.
  public struct Beats: RandomAccessCollection, Sendable {
    let analysis: RecordingAnalysis

    /// The first beat.
    public var startIndex: Int { 0 }
    /// Behind the last beat.
    public var endIndex: Int { analysis.classified.peaks.count }

    /// A beat.
    public subscript(index: Int) -> Beat {
      let (classified, time) = (analysis.classified, analysis.events.times[index])
      let count = AAMIClass.allCases.count
      return Beat(
        sample: classified.peaks[index], time: time,
        rrInterval: index > 0 ? analysis.events.intervals[index - 1] : nil,
        beatClass: AAMIClass.allCases[classified.labels[index]],
        probabilities: Array(classified.probabilities[index * count..<(index + 1) * count]),
        fibrillation: classified.fibrillation[index],
        unusable: classified.blind.unusable(at: time), family: classified.families.members[index],
        rhythm: analysis.episodes.rhythms[index])
    }
  }

  /// The beats.
  public var beats: Beats { Beats(analysis: self) }
}

extension SignalQuality {
  /// Why the signal says nothing of beats at a time in seconds; nil where it says something.
  fileprivate func unusable(at time: Double) -> Kind? {
    let next = episodes.partitionPoint { $0.end > time }
    return next < episodes.count && episodes[next].start <= time ? episodes[next].kind : nil
  }
}
