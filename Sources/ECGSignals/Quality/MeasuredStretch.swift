/// What a stretch of a lead comes to with its beats, and why nothing can be said of it: of each block of a whole lead,
/// and of the last seconds of one that comes in.
///
/// A stretch of five seconds is noisy where its beats are unlike those around them and, at once, the signal
/// between them is restless. Neither alone will do: ventricular beats of many sources are unlike each
/// other, and muscles may tremble without hiding a beat. Where the signal is nearly as regular as a sine of the
/// rate that hearts flutter at, it is left to the reader, however unlike its waves are.
///
/// Where it is so regular that Kuo and Dillman call it flutter or fibrillation of the ventricles, it is that. By their
/// limit 18 stretches of the 48 first leads of the MIT-BIH Arrhythmia Database are, all of record 207, in which the
/// ventricles flutter, and none of PTB's, of those of the China Physiological Signal Challenge 2021, and of 300 of hand-held
/// electrodes.
///
/// Where an electrode is off, mains hum is what the lead shows, and the beats that are found on its crests
/// are alike. A stretch is noisy as well where its beats bend no more than what is between them: the crest of
/// a sine does so 1.6 times as much as all of it in the mean, that of white noise up to four times, a QRS
/// complex ten times and more.
///
/// Where there is nothing but noise, the detector takes the highest of its crests for beats, however low these are. They
/// are less like each other than beats of many sources, and the signal trembles; or, of slower noise, what lies between
/// them bends a fifth as much as they do.
///
/// Where the patient moves, or a finger on an electrode, the lead sways slowly and as high as its beats are, and these
/// are unlike each other as well. Ventricular beats of many sources leave a level between them, and where the ventricles
/// flutter or fibrillate, all of the signal bends as much as what is taken for beats.
///
/// Where the signal comes again faster than beats can be told apart, and much fewer are found, nothing can be said of
/// them either (`Repetition`).
///
/// The limits are round numbers between what the records of the MIT-BIH Arrhythmia Database have and what
/// muscle artefacts of the Noise Stress Test Database, and noise of several colours, do to them; that of the sway is what
/// recordings with hand-held electrodes have.
struct MeasuredStretch {
  /// The mean likeness of beats below which they are artefacts, and below which they are where the signal
  /// hums, which makes beats of one kind less alike.
  private static let (likeness, likenessInHum): (Float, Float) = (0.85, 0.75)
  /// The bend between the beats by the curvature of the stretch's beats, and of the usual ones, above which the
  /// signal is restless; how much of it must come from above the band of QRS complexes.
  private static let bend: Float = 0.08
  private static let tremor: Float = 0.5
  /// The leakage up to which it is a sine; half of the period, in seconds, that such a one of the
  /// ventricles has: from 120 to 600 waves a minute.
  private static let leakage: Float = 0.65
  private static let flutter: ClosedRange<Float> = 0.05...0.25
  /// The leakage up to which Kuo and Dillman take a lead for flutter or fibrillation; half of the period, which is that
  /// of 150 to 500 waves a minute; and how high these are by the height of a usual beat, at the least.
  private static let leakageOfFlutter: Float = 0.406
  private static let fibrillation: ClosedRange<Float> = 0.06...0.2
  private static let leastWaves: Float = 0.1
  /// In less than so many seconds a slow beat may look like a wave.
  private static let leastOfFlutter: Float = 3
  /// Above this so much of the bend comes from above the band of QRS complexes that the signal hums; white
  /// noise has 0.8 to 1.
  private static let hum: Float = 1.2
  /// Crests of noise: how alike they are at most, and how much of the bend comes from above the band of QRS complexes; or
  /// how alike they are, and the bend between them by their curvature.
  private static let (likenessOfCrests, tremorOfCrests): (Float, Float) = (0.5, 0.55)
  private static let (likenessOfSlowCrests, bendBesideCrests): (Float, Float) = (0.75, 0.2)
  /// Fewer than so many may be the beats around a pause, in which there is nothing but noise as well.
  private static let fewestCrests = 3
  /// How much must come from there, and the bend between the beats by the curvature of the stretch's own, for
  /// beats not to stick out of it. Hum gives 0.64 in the mean, less where it swells and fades.
  private static let (drownedTremor, drowned): (Float, Float) = (0.6, 0.35)
  /// The height by the usual one of beats that, unlike each other, were found in an amplifier's noise: 0.03
  /// mV and less. P waves, which may be taken for beats in a pause, are higher, and so is fine
  /// fibrillation.
  private static let lowest: Float = 0.03
  /// Beats lower than this part of the range of the samples as they came are not there at all: hum of which
  /// nothing is left below 60 Hz was taken for them.
  private static let trace: Float = 1e-4
  /// Where a stretch without beats has a range below this part both of a beat's height and of the range of
  /// the samples as they came, they held no signal, but hum or a wave as slow as breath.
  private static let faint: Float = 0.02
  /// A stretch without beats that hums more than this part of a beat's height, and shows nothing higher than its
  /// hum, is no pause.
  private static let leastHum: Float = 0.05
  /// A stretch without beats whose range is below this part of a beat's height is flat.
  private static let flatRange: Float = 0.01
  /// Where the middle half of the samples is further apart than this part of a beat's height, and the bend between the
  /// beats is below this part of their curvature, the lead sways; half of the period of a sway in seconds, and the
  /// likeness of the beats that it makes.
  private static let (sway, swayBend): (Float, Float) = (0.25, 0.2)
  private static let (swayHalfPeriod, likenessInSway): (Float, Float) = (0.1, 0.8)
  /// So many stretches in a row come again, at the least: one alone may do so by chance.
  static let fewestFast = 3
  /// No ventricle flutters faster than once in so many seconds: 350 times a minute.
  private static let shortestFlutter: Float = 60 / 350
  /// Of waves that come again faster than beats can be told apart, the share that is found where all are.
  private static let foundShare: Float = 0.7
  /// The share of a stretch at the end of the range that is too much.
  private static let clippedShare = 0.1

  /// What its signal comes to.
  var block: QualityBlock
  /// What its beats do; nil where there are none.
  var beats: BeatLikeness.Group?
  /// The height and the curvature of the usual beat, 0 where there is none.
  var (usualHeight, usualCurvature): (Float, Float)
  /// How its samples were as they came; nil where that is not known.
  var rail: RailFinder.Rail?

  /// Why nothing can be said; nil where something can.
  var kind: SignalQuality.Kind? {
    if beats == nil, block.range < Self.flatRange * usualHeight { return .flat }
    let alike = beats?.likeness ?? 0
    let isUnlike = alike < Self.likeness
    if isUnlike, let rail, rail.share > Self.clippedShare { return .clipped }
    let height = beats?.height ?? usualHeight
    if let rail {
      // Of a lead without beats no height is known; that of beats of which nothing is left is 0.
      if height > 0 || beats != nil, height < Self.trace * rail.range { return .noise }
      let isFaint = block.range < Self.faint * min(usualHeight, rail.range)
      if beats == nil, isFaint { return .noise }
    }
    if isUnlike, height < Self.lowest * usualHeight { return .noise }
    if block.leakage <= Self.leakageOfFlutter, Self.fibrillation.contains(block.halfPeriod),
      block.range >= Self.leastWaves * usualHeight, block.length >= Self.leastOfFlutter
    {
      return .ventricularFlutter
    }
    let isSine = block.leakage <= Self.leakage
    let isFlutter = isSine && Self.flutter.contains(block.halfPeriod)
    let waves = block.period > 0 ? Float(QualityBlock.seconds) / block.period : 0
    if Float(beats?.count ?? 0) < Self.foundShare * waves,
      !isFlutter || block.period < Self.shortestFlutter
    {
      return .fast
    }
    let crests = beats.flatMap { $0.count >= Self.fewestCrests ? $0 : nil }
    if let crests, crests.likeness < Self.likenessOfCrests, block.tremor > Self.tremorOfCrests {
      return .noise
    }
    if isFlutter { return nil }
    if let crests, crests.likeness < Self.likenessOfSlowCrests,
      block.bend > Self.bendBesideCrests * crests.curvature
    {
      return .noise
    }
    if let beats, usualHeight > 0, beats.likeness < Self.likenessInSway,
      block.halfPeriod >= Self.swayHalfPeriod, block.spread > Self.sway * usualHeight,
      block.bend < Self.swayBend * beats.curvature
    {
      return .noise
    }
    if beats == nil, usualHeight > 0, let rail,
      rail.hum > max(Self.leastHum * usualHeight, block.range / 2)
    {
      return .noise
    }
    let isFast = isSine && block.halfPeriod < Self.flutter.lowerBound
    let curvature = beats?.curvature ?? usualCurvature
    let isHum = block.tremor > Self.hum
    if beats != nil, isHum || !isUnlike, block.tremor > Self.drownedTremor || isFast,
      block.bend > Self.drowned * curvature
    {
      return .noise
    }
    let isRestless =
      block.bend > Self.bend * max(curvature, usualCurvature) && block.tremor > Self.tremor
    let isArtefact = alike < (isHum ? Self.likenessInHum : Self.likeness)
    return isArtefact && isRestless && (!isSine || isFast) ? .noise : nil
  }
}
