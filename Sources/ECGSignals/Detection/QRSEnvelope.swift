/// How much of a QRS complex there is at each time: the rectified slope of the band of QRS
/// complexes, averaged over the time that a wide one takes.
///
/// The zeros of the high-pass (two at 0 Hz), of the low-pass (two at half the rate) and of the
/// slope (one each) are together `(1 - z⁻²)³`, a third difference, after which only their poles are
/// left to do. Factors are left out: all that follows compares.
struct QRSEnvelope: Codable, Sendable {
  /// The band in Hz. Below it are P and T waves and the baseline, above it muscles and the mains.
  private static let band = 8.0...16.0
  /// The window of the average in seconds: the QRS complex of a ventricular beat.
  private static let window = 0.12
  /// The samples before the newest that the third difference needs.
  private static let tail = 6
  /// The frames after which the sum of the window begins anew, so that no rounding errors add up.
  private static let renewal = 16

  /// By how many samples the envelope lags behind the signal.
  let delay: Double

  private var lowPoles: PolePair
  private var highPoles: PolePair
  private let windowCount: Int
  private var sum: Float = 0
  private var frameCount = 0
  /// The last samples of the signal, then room for a chunk.
  private var signal: [Float]
  /// The slopes in the window, then room for a chunk.
  private var slopes: [Float]

  /// - Parameter rate: samples per second.
  init(rate: Double) {
    let (low, high) = (QRSEnvelope.band.lowerBound, QRSEnvelope.band.upperBound)
    lowPoles = PolePair(cutoff: low, rate: rate)
    highPoles = PolePair(cutoff: high, rate: rate)
    windowCount = Int((QRSEnvelope.window * rate).rounded())
    let chunk = DetectionFrame.chunk * DetectionFrame.length
    signal = [Float](repeating: 0, count: QRSEnvelope.tail + chunk)
    slopes = [Float](repeating: 0, count: windowCount + chunk)
    let centre = (low * high).squareRoot()
    delay =
      lowPoles.groupDelay(at: centre, rate: rate) + highPoles.groupDelay(at: centre, rate: rate)
      + Double(QRSEnvelope.tail) / 2 + Double(windowCount - 1) / 2
  }

  /// Gives the place where the next frames of the signal are to be written.
  mutating func withSignal<Result>(_ body: (UnsafeMutablePointer<Float>) -> Result) -> Result? {
    signal.withUnsafeMutableBufferPointer { signal in
      signal.baseAddress.map { body($0 + QRSEnvelope.tail) }
    }
  }

  /// Computes the envelope of the frames that were written.
  ///
  /// - Parameters:
  ///   - frames: their number, up to `DetectionFrame.chunk`.
  ///   - body: called with the envelope's samples, and with the slopes it is made of.
  mutating func process(
    frames: Int,
    _ body: (_ envelope: UnsafePointer<Float>, _ slopes: UnsafePointer<Float>) -> Void
  ) {
    let count = frames * DetectionFrame.length
    filter(count: count)
    let (windowCount, firstFrame) = (windowCount, frameCount)
    var sum = sum
    signal.withUnsafeMutableBufferPointer { signal in
      slopes.withUnsafeMutableBufferPointer { slopes in
        guard let envelope = signal.baseAddress, let slopes = slopes.baseAddress else { return }
        let (tail, fresh) = (QRSEnvelope.tail, slopes + windowCount)
        for index in 0..<tail { envelope[index] = envelope[index + count] }
        // The signal is no longer needed; its place takes the envelope.
        for frame in 0..<frames {
          let start = frame * DetectionFrame.length
          if (firstFrame + frame) % QRSEnvelope.renewal == 0 {
            sum = 0
            for index in start..<start + windowCount { sum += slopes[index] }
          }
          for index in start..<start + DetectionFrame.length {
            sum += fresh[index] - slopes[index]
            envelope[tail + index] = max(sum, 0)
          }
        }
        body(envelope + tail, fresh)
        for index in 0..<windowCount { slopes[index] = slopes[index + count] }
      }
    }
    self.sum = sum
    frameCount += frames
  }

  /// Appends the slopes of the band to those in the window.
  private mutating func filter(count: Int) {
    var (lowPoles, highPoles) = (lowPoles, highPoles)
    let windowCount = windowCount
    signal.withUnsafeBufferPointer { signal in
      slopes.withUnsafeMutableBufferPointer { slopes in
        guard let signal = signal.baseAddress, let slopes = slopes.baseAddress else { return }
        let fresh = slopes + windowCount
        for index in 0..<count {
          let difference =
            (signal[index + 6] - signal[index]) - 3 * (signal[index + 4] - signal[index + 2])
          fresh[index] = abs(highPoles(lowPoles(difference)))
          if index % DetectionFrame.length == 0 {
            lowPoles.settle()
            highPoles.settle()
          }
        }
      }
    }
    (self.lowPoles, self.highPoles) = (lowPoles, highPoles)
  }
}
