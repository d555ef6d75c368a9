import Foundation

/// The usual beat of a lead: a running template of the late beats, and how alike their P waves are.
///
/// Only beats that come no earlier than the mean interval move it (see ``RhythmFeatures/isLate``):
/// they are the ones most likely to be sinus beats, in bigeminy too, where the mean of all beats
/// would be half ectopic.
struct BeatTemplate: Codable, Sendable {
  /// The features of a beat's shape.
  static let count = names.count
  /// What they are.
  static let names = [
    "P likeness, slow", "P likeness, fast", "P wave of the usual beat", "P difference, relative",
    "P difference, standardised", "P difference", "P correlation, shifted", "QRS correlation",
    "QRS difference", "QRS height", "QRS spread", "QRS spread / usual", "T correlation",
    "P correlation",
  ]
  /// The indices of what tells fibrillation.
  static let (slowLikeness, fastLikeness, standardisedPDifference) = (0, 1, 4)
  static let (shiftedPCorrelation, pCorrelation) = (6, count - 1)

  /// The template: `L`; empty before the first beat.
  private(set) var shape: [Float] = []
  /// Late beats so far.
  private var lateCount = 0
  /// The heights of the last late beats, as a ring.
  private var heights: [Float] = []
  private var heightPlace = 0
  /// The running correlation of P waves with the template's, at two rates.
  private var (slowLikeness, fastLikeness) = (0.0, 0.0)
  /// The running mean and variance of the relative difference of P waves.
  private var (mean, variance) = (1.0, 0.25)
  /// Scratch for the mean-free P waves.
  private var (p, q) = (
    [Float](repeating: 0, count: LeadBeats.pWave.count),
    [Float](repeating: 0, count: LeadBeats.pWave.count)
  )

  /// Late beats in a row that were far from the usual height.
  private var strangers = 0

  private static let heightCount = 32
  /// The heights by the usual one between which a lead shows a beat as it is used to, and the late
  /// beats in a row above or below after which these are the usual ones: soon where a lead is put
  /// on that showed noise, late where it came loose.
  private static let (shown, mostGiants, mostDwarfs) = (Float(0.02)...Float(50), 4, 100)
  /// The correlation of QRS complexes from which on a beat has the usual shape, and the late beats
  /// that count whatever their shape.
  private static let (likeness, firstBeats) = (0.85, 6)
  /// How fast the template, its slow and its fast likeness and the statistics of the differences
  /// move; a late beat of another shape moves the template at the last rate.
  private static let (slow, fast, statistics, other) = (1.0 / 24, 1.0 / 7, 1.0 / 48, 1.0 / 96)
  /// The samples by which a P wave is shifted to find it, at the most.
  private static let reach = 6
  /// The samples in which the spread of a complex is measured.
  private static let spreadRange = LeadBeats.before - 18..<LeadBeats.before + 30

  /// Takes a beat.
  ///
  /// - Parameters:
  ///   - beat: its samples: `L`.
  ///   - isLate: whether it came no earlier than usual.
  ///   - features: what its features are written to: ``count`` numbers.
  /// - Returns: whether the lead shows the beat at all: it is not flat beside the usual height.
  @discardableResult
  mutating func take(
    _ beat: UnsafeBufferPointer<Float>, isLate: Bool,
    into features: UnsafeMutableBufferPointer<Float>
  ) -> Bool {
    let (height, before) = (Self.height(beat), usualHeight)
    let isShown = Self.shown.lowerBound * before < height
    let isKnown = isShown && (heights.isEmpty || height < Self.shown.upperBound * before)
    // A lead that came loose must not teach what is usual, nor what it showed meanwhile
    // what comes back.
    if isLate, height > 0 { strangers = isKnown ? 0 : strangers + 1 }
    if strangers >= (isShown ? Self.mostGiants : Self.mostDwarfs) { self = BeatTemplate() }
    let isFirst = heights.isEmpty
    if shape.isEmpty || isFirst { shape = Array(beat) }
    if height > 0, isFirst || isLate && isKnown { add(height) }
    let usual = heights.isEmpty ? 1 : usualHeight
    let own = shape.withUnsafeBufferPointer { shape -> (Double, Double, Double) in
      describe(beat, shape, height: height, usual: usual, into: features)
    }
    if isLate, isKnown { learn(beat, qrs: own.0, p: own.1, difference: own.2) }
    return isShown
  }

  private mutating func add(_ height: Float) {
    if heights.count < Self.heightCount {
      heights.append(height)
    } else {
      heights[heightPlace] = height
      heightPlace = (heightPlace + 1) % Self.heightCount
    }
  }

  /// The height of the usual beat; 0 where none has been seen.
  private var usualHeight: Float { heights.median ?? 0 }

  /// Writes the features, and returns the correlation of the QRS complex and of the P wave and the
  /// relative difference of the P wave.
  private mutating func describe(
    _ beat: UnsafeBufferPointer<Float>, _ shape: UnsafeBufferPointer<Float>, height: Float,
    usual: Float, into features: UnsafeMutableBufferPointer<Float>
  ) -> (qrs: Double, p: Double, difference: Double) {
    let unit = Double(usual)
    Self.center(beat, LeadBeats.pWave, into: &p)
    Self.center(shape, LeadBeats.pWave, into: &q)
    let qrs = Self.correlation(beat, LeadBeats.qrs, shape, LeadBeats.qrs)
    var (apart, size, power) = (0.0, 0.0, 0.0)
    for index in p.indices {
      apart += Double(abs(p[index] - q[index]))
      size += Double(abs(q[index]))
      power += Double(q[index] * q[index])
    }
    let count = Double(p.count)
    (apart, size) = (apart / count, size / count)
    let difference = log((0.005 * unit + apart) / (0.005 * unit + size))
    let shifted = Self.shiftedCorrelations(beat, q)
    let best = shifted.reduce(-1, max)
    var qrsApart = 0.0
    for index in LeadBeats.qrs { qrsApart += Double(abs(beat[index] - shape[index])) }
    qrsApart /= Double(LeadBeats.qrs.count)
    let (spread, usualSpread) = (Self.spread(beat), Self.spread(shape))
    let pCorrelation = shifted[Self.reach]
    let values = [
      slowLikeness, fastLikeness, log(0.005 + (power / count).squareRoot() / unit), difference,
      min(max((difference - mean) / (variance.squareRoot() + 0.15), -4), 8),
      log(0.01 + apart / unit), best, qrs, log(0.01 + qrsApart / unit),
      log(max(Double(height) / unit, 1e-3)), log(spread / 10), log(spread / usualSpread),
      Self.correlation(beat, LeadBeats.tWave, shape, LeadBeats.tWave), pCorrelation,
    ]
    for (position, value) in values.enumerated() { features[position] = Float(value) }
    return (qrs, pCorrelation, difference)
  }

  private mutating func learn(
    _ beat: UnsafeBufferPointer<Float>, qrs: Double, p: Double, difference: Double
  ) {
    lateCount += 1
    let count = Double(lateCount)
    let isUsual = qrs > Self.likeness || lateCount < Self.firstBeats
    if isUsual {
      slowLikeness += max(Self.slow, 1 / count) * (p - slowLikeness)
      fastLikeness += max(Self.fast, 1 / count) * (p - fastLikeness)
      mean += max(Self.statistics, 1 / count) * (difference - mean)
      let distance = difference - mean
      variance += max(Self.statistics, 1 / (count + 1)) * (distance * distance - variance)
    }
    let share = Float(isUsual ? max(Self.slow, 1 / count) : Self.other)
    for index in shape.indices { shape[index] += share * (beat[index] - shape[index]) }
  }

  static func height(_ beat: UnsafeBufferPointer<Float>) -> Float {
    var (low, high) = (Float.infinity, -Float.infinity)
    for index in LeadBeats.heightRange {
      low = min(low, beat[index])
      high = max(high, beat[index])
    }
    return high - low
  }

  private static func center(
    _ beat: UnsafeBufferPointer<Float>, _ range: Range<Int>, into target: inout [Float]
  ) {
    var sum: Float = 0
    for index in range { sum += beat[index] }
    let mean = sum / Float(range.count)
    for (position, index) in range.enumerated() { target[position] = beat[index] - mean }
  }

  /// Pearson's correlation of two stretches of the same length; 0 where one is flat.
  static func correlation(
    _ a: UnsafeBufferPointer<Float>, _ first: Range<Int>, _ b: UnsafeBufferPointer<Float>,
    _ second: Range<Int>
  ) -> Double {
    var (sumA, sumB): (Float, Float) = (0, 0)
    for index in 0..<first.count {
      sumA += a[first.lowerBound + index]
      sumB += b[second.lowerBound + index]
    }
    let (meanA, meanB) = (sumA / Float(first.count), sumB / Float(first.count))
    var (product, powerA, powerB): (Float, Float, Float) = (0, 0, 0)
    for index in 0..<first.count {
      let (x, y) = (a[first.lowerBound + index] - meanA, b[second.lowerBound + index] - meanB)
      product += x * y
      powerA += x * x
      powerB += y * y
    }
    let power = Double(powerA) * Double(powerB)
    return power > 0 ? Double(product) / power.squareRoot() : 0
  }

  /// Pearson's correlations of a beat's P wave with the template's, at shifts of −``reach`` …
  /// ``reach`` samples; 0 where one is flat.
  ///
  /// A lane for each shift, added up in the order in which ``correlation(_:_:_:_:)`` does it.
  ///
  /// - Parameter p: the template's P wave without its mean.
  private static func shiftedCorrelations(
    _ beat: UnsafeBufferPointer<Float>, _ p: [Float]
  ) -> [Double] {
    let beat = UnsafeRawBufferPointer(beat)
    func samples(_ index: Int) -> SIMD16<Float> {
      beat.loadUnaligned(
        fromByteOffset: 4 * (LeadBeats.pWave.lowerBound - reach + index), as: SIMD16<Float>.self)
    }
    var sum = SIMD16<Float>()
    for index in p.indices { sum += samples(index) }
    let mean = sum / Float(p.count)
    var (product, power, ownPower) = (SIMD16<Float>(), SIMD16<Float>(), Float(0))
    for index in p.indices {
      let x = samples(index) - mean
      product += x * p[index]
      power += x * x
      ownPower += p[index] * p[index]
    }
    return (0...2 * reach).map { lane in
      let both = Double(power[lane]) * Double(ownPower)
      return both > 0 ? Double(product[lane]) / both.squareRoot() : 0
    }
  }

  /// How far the slopes of a complex spread in time, in samples: wide complexes more
  /// than narrow ones.
  private static func spread(_ beat: UnsafeBufferPointer<Float>) -> Double {
    var (sum, moment, square) = (0.0, 0.0, 0.0)
    for index in spreadRange {
      let slope = Double(abs(beat[index + 1] - beat[index]))
      let time = Double(index - spreadRange.lowerBound)
      sum += slope
      moment += slope * time
      square += slope * time * time
    }
    guard sum > 0 else { return 10 }
    let center = moment / sum
    return max(square / sum - center * center, 0.01).squareRoot()
  }
}
