/// What a stretch of a lead comes to with its beats, and why nothing can be said of it: of each
/// block of a whole lead, and of the last seconds of one that comes in.
///
/// Why is told by ``rules``, which are asked in turn.
struct MeasuredStretch {
  /// So many stretches in a row come again, at the least: one alone may do so by chance.
  static let fewestFast = 3

  /// What its signal comes to.
  var block: QualityBlock
  /// What its beats do; nil where there are none.
  var beats: BeatLikeness.Group?
  /// The height and the curvature of the usual beat, 0 where there is none.
  var (usualHeight, usualCurvature): (Float, Float)
  /// How its samples were as they came; nil where that is not known.
  var rail: RailFinder.Rail?

  /// Why nothing can be said; nil where something can.
  var kind: SignalQuality.Kind? { Self.rules.first { $0.holds(self) }?.kind }
}

// What several rules ask.
extension MeasuredStretch {
  /// The mean likeness of the beats; 0 where there are none.
  var likeness: Float { beats?.likeness ?? 0 }

  /// Whether the beats are so unlike those around them, in the mean, that they are artefacts.
  var isUnlike: Bool { likeness < 0.85 }

  /// The height and the curvature of the stretch's own beats, or of the usual ones
  /// where there are none.
  var height: Float { beats?.height ?? usualHeight }
  var curvature: Float { beats?.curvature ?? usualCurvature }

  /// The beats, where they are more than may be those around a pause, in which there is nothing
  /// but noise as well.
  var crests: BeatLikeness.Group? { beats.flatMap { $0.count >= 3 ? $0 : nil } }

  /// Whether the signal is nearly as regular as a sine.
  var isSine: Bool { block.leakage <= 0.65 }

  /// Whether it is so at a rate that hearts flutter at: 120 to 600 waves a minute.
  var isFlutter: Bool { isSine && (0.05...0.25).contains(block.halfPeriod) }

  /// Whether it is so faster than that.
  var isFastSine: Bool { isSine && block.halfPeriod < 0.05 }

  /// Whether so much of the bend comes from above the band of QRS complexes that the signal hums;
  /// white noise has 0.8 to 1.
  var isHum: Bool { block.tremor > 1.2 }
}
