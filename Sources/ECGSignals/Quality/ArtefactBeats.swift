/// Beats that are artefacts of a moment: of an electrode that was knocked, of a cough, of a
/// muscle that twitched.
///
/// A stretch of five seconds says nothing of one that lasts a second or two, in which most beats
/// are beats. An artefact is unlike the beats around it, by which Orphanidou and others
/// ("Signal-quality indices for the electrocardiogram and photoplethysmogram", IEEE J. Biomed.
/// Health Inform. 19, 2015) tell bad signal, but so is a ventricular beat that comes alone. What
/// tells them apart is what lies around the complex, where Redmond and others ("Electrocardiogram
/// signal quality measures for unsupervised telehealth environments", Physiol. Meas. 33, 2012) look
/// for frequencies that are too high. A ventricular beat leaves a level before and behind it; an
/// artefact trembles there, sways higher than a beat is, or leaves another level behind than there
/// was. That it is high itself tells nothing: ventricular beats are three times as high as those of
/// the sinus in some leads. What beats nearby have that are like each other is no artefact: the
/// limits go up with it.
///
/// The limits are round numbers between the ventricular beats of the MIT-BIH Arrhythmia Database
/// and what muscle artefacts of the Noise Stress Test Database, knocks and steps of half a second
/// to two make of records of it.
struct ArtefactBeats {
  /// A beat by what tells artefacts.
  struct Beat {
    /// How alike it is to others around it, see ``BeatLikeness``.
    var likeness: Float
    var height: Float
    var around: BeatSurroundings.Summary
  }

  /// The likeness below which a beat is unlike others, and below which it is clearly; that from
  /// which on it has others of its kind.
  static let (unlike, clearlyUnlike, kin): (Float, Float, Float) = (0.7, 0.6, 0.8)
  /// How many of its kind there are around it, at the least, and which of them counts,
  /// from the highest on.
  private static let rank = 3
  /// Artefacts up to so many seconds apart are of one burst; one that lasts longer is no moment,
  /// and told by stretches, as are beats of many sources in a row.
  static let (apart, longest) = (1.5, 3.0)

  /// What usual beats have.
  let (usualHeight, usualCurvature): (Float, Float)

  /// Whether a beat is an artefact.
  ///
  /// - Parameter others: the beats around it that have others of their kind.
  func isArtefact(_ beat: Beat, among others: some Sequence<Beat>) -> Bool {
    guard usualHeight > 0, beat.likeness < Self.unlike else { return false }
    let kin = Array(others)
    guard kin.count >= Self.rank else { return false }
    func isBeyond(_ factor: Float, _ value: (Beat) -> Float) -> Bool {
      value(beat) > factor * kin.map(value).sorted()[kin.count - Self.rank]
    }
    if beat.around.bend > 0.06 * usualCurvature, isBeyond(3, { $0.around.bend }) { return true }
    if beat.around.range > max(1.3 * usualHeight, 0.5 * beat.height),
      isBeyond(2, { $0.around.range })
    {
      return true
    }
    return beat.likeness < Self.clearlyUnlike && beat.around.jump > 0.15 * beat.height
      && beat.around.range > 0.7 * usualHeight && isBeyond(1.5) { $0.around.range }
  }

  /// The first and the last of artefacts that belong together, of each burst that does
  /// not last too long.
  ///
  /// - Parameter times: when the artefacts come, in seconds, ascending.
  static func bursts(_ times: [Double]) -> [ClosedRange<Double>] {
    var bursts: [ClosedRange<Double>] = []
    for time in times {
      if let last = bursts.last, time - last.upperBound <= apart {
        bursts[bursts.count - 1] = last.lowerBound...time
      } else {
        bursts.append(time...time)
      }
    }
    return bursts.filter { $0.upperBound - $0.lowerBound <= longest }
  }
}

extension ArtefactBeats {
  /// Where the artefacts of a whole lead are, with the samples of their beats, in seconds.
  static func bursts(
    of beats: LeadBeats, at times: [Double], _ likeness: BeatLikeness
  ) -> [Range<Double>] {
    let rules = ArtefactBeats(
      usualHeight: likeness.heights.upperMedian ?? 0,
      usualCurvature: likeness.curvatures.upperMedian ?? 0)
    let positions = times.map {
      Int(($0 * SignalConditioner.nominalSamplingRate).rounded())
    }
    let values = likeness.values
    func beat(_ index: Int) -> Beat {
      Beat(
        likeness: values[index], height: likeness.heights[index],
        around: BeatSurroundings(beats[index])
          .summary(besides: neighbours(of: index, positions, values)))
    }
    let artefacts = values.indices.filter { index in
      values[index] < unlike
        && rules.isArtefact(
          beat(index),
          among: around(index, values.count).lazy.filter { values[$0] >= kin }.map(beat))
    }
    let (before, after) = (
      Double(LeadBeats.before) / SignalConditioner.nominalSamplingRate,
      Double(LeadBeats.after) / SignalConditioner.nominalSamplingRate
    )
    return bursts(artefacts.map { times[$0] }).map {
      $0.lowerBound - before..<$0.upperBound + after
    }
  }

  /// The beats around one that it is compared with.
  static func around(_ beat: Int, _ count: Int) -> [Int] {
    let reach = BeatLikeness.reach
    return (max(0, beat - reach)..<min(count, beat + reach + 1)).filter { $0 != beat }
  }

  /// Where the neighbours of a beat are that are like others, in samples from it on.
  static func neighbours(of beat: Int, _ positions: [Int], _ likenesses: [Float]) -> [Int] {
    // More than three to either side are too far away.
    (max(0, beat - 3)..<min(positions.count, beat + 4))
      .filter { $0 != beat && likenesses[$0] >= unlike }
      .map { positions[$0] - positions[beat] }
  }
}
