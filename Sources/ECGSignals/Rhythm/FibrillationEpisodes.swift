/// The episodes of fibrillation among those of all rhythms.
enum FibrillationEpisodes {
  /// Joins what is parted by nothing but rhythms of ventricular beats.
  ///
  /// - Parameters:
  ///   - episodes: the episodes of all rhythms in order, each beat in one at most.
  ///   - isAfterSilence: whether a beat comes so long after the last one that both say nothing of
  ///     one episode: `N`.
  static func whole(
    in episodes: [RhythmEpisode], _ isAfterSilence: [Bool]
  ) -> [RhythmEpisode] {
    var whole: [RhythmEpisode] = []
    // The last beat up to which there was nothing else since the last of them.
    var end: Int?
    for episode in episodes {
      let first = episode.beats.lowerBound
      let goesOn = end == first - 1 && !isAfterSilence[first]
      if episode.rhythm == .fibrillation {
        let start = goesOn ? whole.popLast()?.beats.lowerBound : nil
        whole.append(
          RhythmEpisode(
            rhythm: .fibrillation, beats: (start ?? first)...episode.beats.upperBound))
        end = episode.beats.upperBound
      } else {
        end = goesOn && episode.rhythm.isWithinFibrillation ? episode.beats.upperBound : nil
      }
    }
    return whole
  }
}

extension RhythmEpisode.Rhythm {
  /// Whether it is one of ventricular beats, through which the atria may fibrillate on.
  package var isWithinFibrillation: Bool {
    switch self {
    case .ventricularTachycardia, .idioventricular, .bigeminy, .trigeminy: true
    case .fibrillation, .ventricularFlutter, .supraventricularTachyarrhythmia, .atrialBigeminy:
      false
    }
  }
}
