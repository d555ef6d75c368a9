extension MeasuredStretch {
  /// One reason why nothing can be said of a stretch, or why it is left to the reader.
  struct Rule: Sendable {
    /// What it tells; nil where something can be said, whatever rules come after it.
    let kind: SignalQuality.Kind?
    /// Whether it holds.
    let holds: @Sendable (MeasuredStretch) -> Bool

    init(_ kind: SignalQuality.Kind?, _ holds: @escaping @Sendable (MeasuredStretch) -> Bool) {
      (self.kind, self.holds) = (kind, holds)
    }
  }

  /// The rules in the order in which they are asked: the first that holds decides.
  ///
  /// Where beats are noise, two things come together: they are unlike those around them, and the
  /// signal between them is restless. Neither alone will do: ventricular beats of many sources are
  /// unlike each other, and muscles may tremble without hiding a beat.
  ///
  /// The limits are round numbers between what the records of the MIT-BIH Arrhythmia Database have
  /// and what muscle artefacts of the Noise Stress Test Database, and noise of several colours, do
  /// to them; that of the sway is what recordings with hand-held electrodes have.
  static let rules: [Rule] = [
    flatLine, clipping, lostBeats, lostSignal, amplifierNoise,
    ventricularFlutter, fastHeart, crestsOfNoise, regularWaves,
    crestsOfSlowNoise, sway, humWithoutBeats, noiseWithoutBeats, drownedBeats, restlessness,
  ]

  // Where there is no signal.

  /// Without beats, all lies within 1 % of a beat's height.
  private static let flatLine = Rule(.flat) {
    $0.beats == nil && $0.block.range < 0.01 * $0.usualHeight
  }

  /// A tenth of the samples are at the end of the range, and the beats do not survive that.
  private static let clipping = Rule(.clipped) { stretch in
    stretch.isUnlike && stretch.rail.map { $0.share > 0.1 } ?? false
  }

  /// Of the samples as they came a ten-thousandth is left as beats: hum of which nothing is left
  /// below 60 Hz was taken for them. Of a lead without beats no height is known; that of beats of
  /// which nothing is left is 0.
  private static let lostBeats = Rule(.noise) { stretch in
    guard let rail = stretch.rail, stretch.height > 0 || stretch.beats != nil else { return false }
    return stretch.height < 1e-4 * rail.range
  }

  /// Without beats, 2 % is left both of a beat's height and of the samples as they came: these held
  /// no signal, but hum or a wave as slow as breath.
  private static let lostSignal = Rule(.noise) { stretch in
    guard let rail = stretch.rail, stretch.beats == nil else { return false }
    return stretch.block.range < 0.02 * min(stretch.usualHeight, rail.range)
  }

  /// Beats that are unlike each other have 3 % of the usual height: they were found in an
  /// amplifier's noise, 0.03 mV and less. P waves, which may be taken for beats in a pause, are
  /// higher, and so is fine fibrillation.
  private static let amplifierNoise = Rule(.noise) {
    $0.isUnlike && $0.height < 0.03 * $0.usualHeight
  }

  // Where the signal is a wave.

  /// Kuo and Dillman ("Computer detection of ventricular fibrillation", Computers in
  /// Cardiology, 1978) call a lead flutter or fibrillation of the ventricles whose leakage is
  /// up to 0.406. It is one of 150 to 500 waves a minute, and a tenth as high as a usual beat,
  /// at the least; in less than 3 s a slow beat may look like a wave.
  ///
  /// By their limit 18 stretches of the 48 first leads of the MIT-BIH Arrhythmia Database are, all
  /// of record 207, in which the ventricles flutter, and none of PTB's, of those of the China
  /// Physiological Signal Challenge 2021, and of 300 of hand-held electrodes.
  private static let ventricularFlutter = Rule(.ventricularFlutter) {
    $0.block.leakage <= 0.406 && (0.06...0.2).contains($0.block.halfPeriod)
      && $0.block.range >= 0.1 * $0.usualHeight && $0.block.length >= 3
  }

  /// The signal comes again faster than beats can be told apart (`Repetition`), and fewer than 70 %
  /// of its waves are found. No ventricle flutters faster than 350 times a minute.
  private static let fastHeart = Rule(.fast) { stretch in
    let period = stretch.block.period
    let waves = period > 0 ? Float(QualityBlock.seconds) / period : 0
    return Float(stretch.beats?.count ?? 0) < 0.7 * waves
      && (!stretch.isFlutter || period < 60 / 350)
  }

  /// Where there is nothing but noise, the detector takes the highest of its crests for beats,
  /// however low these are. They are less like each other than beats of many sources, and the
  /// signal trembles.
  private static let crestsOfNoise = Rule(.noise) { stretch in
    stretch.crests.map { $0.likeness < 0.5 } ?? false && stretch.block.tremor > 0.55
  }

  /// A wave as regular as a sine at the rate of a flutter is left to the reader, however unlike
  /// what is found in it is.
  private static let regularWaves = Rule(nil) { $0.isFlutter }

  // Where beats are artefacts, or drown.

  /// Of slower noise, what lies between the crests bends a fifth as much as they do.
  private static let crestsOfSlowNoise = Rule(.noise) { stretch in
    stretch.crests.map { $0.likeness < 0.75 && stretch.block.bend > 0.2 * $0.curvature } ?? false
  }

  /// Where the patient moves, or a finger on an electrode, the lead sways slowly, a quarter as high
  /// as its beats in the middle half of its samples, and these are unlike each other as well.
  /// Ventricular beats of many sources leave a level between them, and where the ventricles flutter
  /// or fibrillate, all of the signal bends as much as what is taken for beats.
  private static let sway = Rule(.noise) { stretch in
    guard let beats = stretch.beats, stretch.usualHeight > 0 else { return false }
    return beats.likeness < 0.8 && stretch.block.halfPeriod >= 0.1
      && stretch.block.spread > 0.25 * stretch.usualHeight
      && stretch.block.bend < 0.2 * beats.curvature
  }

  /// Without beats, it hums more than 5 % of a beat's height, and shows nothing higher than its
  /// hum: that is no pause.
  private static let humWithoutBeats = Rule(.noise) { stretch in
    guard let rail = stretch.rail, stretch.beats == nil, stretch.usualHeight > 0 else {
      return false
    }
    return rail.hum > max(0.05 * stretch.usualHeight, stretch.block.range / 2)
  }

  /// Without beats, or with one or two that are unlike all others, the signal trembles: beats of a
  /// tenth of the usual height, which the detector takes for such where no others come, would bend
  /// four times as much at most. A heart that stands still is seen in a lead that is quiet; in this
  /// one nobody knows.
  private static let noiseWithoutBeats = Rule(.noise) { stretch in
    let isEmpty = stretch.beats.map { $0.count < 3 && $0.likeness < 0.5 } ?? true
    return isEmpty && stretch.usualHeight > 0 && stretch.block.tremor > 0.5
      && stretch.block.bend > 0.025 * stretch.usualCurvature
  }

  /// Where an electrode is off, mains hum is what the lead shows, and the beats that are found on
  /// its crests are alike. They bend no more than what is between them: the crest of a sine does so
  /// 1.6 times as much as all of it in the mean, that of white noise up to four times, a QRS
  /// complex ten times and more. Hum gives 0.64 in the mean, less where it swells and fades.
  private static let drownedBeats = Rule(.noise) {
    $0.beats != nil && ($0.isHum || !$0.isUnlike) && ($0.block.tremor > 0.6 || $0.isFastSine)
      && $0.block.bend > 0.35 * $0.curvature
  }

  /// The beats are unlike those around them, and what lies between them bends 8 % as much as they
  /// do and as the usual ones do, half of that above the band of QRS complexes. Hum makes beats of
  /// one kind less alike.
  private static let restlessness = Rule(.noise) {
    $0.likeness < ($0.isHum ? 0.75 : 0.85)
      && $0.block.bend > 0.08 * max($0.curvature, $0.usualCurvature) && $0.block.tremor > 0.5
      && (!$0.isSine || $0.isFastSine)
  }
}
