/// What each beat of a lead says of the quality of the signal around it.
struct BeatLikeness: Sendable {
  /// How alike its QRS complex is to those around it: the third-highest correlation with the beats
  /// before and after it, so that two of a kind are not enough; `N`. Beats of several sources have
  /// others of their kind nearby, artefacts have none.
  private(set) var values: [Float] = []
  /// The largest second difference of its complex over 16.7 ms, and its height: `N`.
  private(set) var curvatures: [Float] = []
  private(set) var heights: [Float] = []

  /// The beats before a beat, and after it, that it is compared with.
  static let reach = 12
  /// Of how many that are alike the last counts.
  private static let rank = 3
  /// The samples of a complex, and those in which its curvature is measured.
  static let complex = LeadBeats.before - 14..<LeadBeats.before + 15
  private static let core = LeadBeats.before - 8..<LeadBeats.before + 9

  /// Beats of a stretch of a lead, taken together.
  struct Group {
    /// How many they are.
    var count: Int
    /// Their mean likeness.
    var likeness: Float
    /// The middle of their heights and of their curvatures.
    var (height, curvature): (Float, Float)
  }

  /// Compares all beats of a lead.
  init(_ beats: LeadBeats) {
    var shapes: [Float] = []
    shapes.reserveCapacity(beats.count * Self.complex.count)
    var samples = [Float](repeating: 0, count: LeadBeats.samplesPerBeat)
    for beat in 0..<beats.count {
      samples.withUnsafeMutableBufferPointer { samples in
        beats.load(beat, into: samples)
        let found = Self.measure(UnsafeBufferPointer(samples), appendingShapeTo: &shapes)
        heights.append(found.height)
        curvatures.append(found.curvature)
      }
    }
    values = Self.likenesses(of: 0..<beats.count, shapes)
  }

  /// Some of the beats; nil where there are none.
  func group(_ beats: Range<Int>) -> Group? {
    Self.group(likenesses: values[beats], heights: heights[beats], curvatures: curvatures[beats])
  }

  /// Beats taken together; nil where there are none.
  static func group(
    likenesses: some Collection<Float>, heights: some Collection<Float>,
    curvatures: some Collection<Float>
  ) -> Group? {
    guard let height = heights.upperMedian, let curvature = curvatures.upperMedian else {
      return nil
    }
    return Group(
      count: likenesses.count,
      likeness: likenesses.reduce(0, +) / Float(likenesses.count), height: height,
      curvature: curvature)
  }

  /// Measures the complex of a beat.
  ///
  /// - Parameters:
  ///   - samples: the beat's, of which those of its complex count: `L`.
  ///   - shapes: is given its shape: as many numbers as the complex has samples, without mean
  ///     and of power 1.
  static func measure(
    _ samples: UnsafeBufferPointer<Float>, appendingShapeTo shapes: inout [Float]
  ) -> (height: Float, curvature: Float) {
    var curvature: Float = 0
    for index in core {
      curvature = max(curvature, abs(samples[index - 2] - 2 * samples[index] + samples[index + 2]))
    }
    var (sum, power): (Float, Float) = (0, 0)
    for index in complex { sum += samples[index] }
    let mean = sum / Float(complex.count)
    for index in complex { power += (samples[index] - mean) * (samples[index] - mean) }
    let scale = power > 0 ? 1 / power.squareRoot() : 0
    for index in complex { shapes.append((samples[index] - mean) * scale) }
    return (BeatTemplate.height(samples), curvature)
  }

  /// How alike beats are to those around them, by the shapes of all that there are.
  static func likenesses(of beats: Range<Int>, _ shapes: [Float]) -> [Float] {
    shapes.withUnsafeBufferPointer { shapes in
      beats.map { likeness(of: $0, count: shapes.count / complex.count, shapes) }
    }
  }

  private static func likeness(
    of beat: Int, count: Int, _ shapes: UnsafeBufferPointer<Float>
  ) -> Float {
    var (first, second, third): (Float, Float, Float) = (-1, -1, -1)
    let others = max(0, beat - reach)..<min(count, beat + reach + 1)
    for other in others where other != beat {
      let product = product(beat, other, shapes)
      if product > first {
        (first, second, third) = (product, first, second)
      } else if product > second {
        (second, third) = (product, second)
      } else {
        third = max(third, product)
      }
    }
    // Where there are fewer others than that, the least alike counts; a beat alone says nothing.
    return switch others.count {
    case ...1: 1
    case 2: first
    case 3: second
    default: third
    }
  }

  private static func product(
    _ beat: Int, _ other: Int, _ shapes: UnsafeBufferPointer<Float>
  ) -> Float {
    let (a, b) = (beat * complex.count, other * complex.count)
    var sums = SIMD8<Float>()
    var index = 0
    while index + 8 <= complex.count {
      var (x, y) = (SIMD8<Float>(), SIMD8<Float>())
      for lane in 0..<8 {
        x[lane] = shapes[a + index + lane]
        y[lane] = shapes[b + index + lane]
      }
      sums += x * y
      index += 8
    }
    var sum = sums.sum()
    while index < complex.count {
      sum += shapes[a + index] * shapes[b + index]
      index += 1
    }
    return sum
  }
}
