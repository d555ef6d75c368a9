public import Foundation

/// Changes the rate of a signal block by block.
///
/// The filter passes what is below 0.8 of the lower of both Nyquist frequencies unchanged (within
/// 0.001 dB) and takes away what is above that frequency (by 80 dB), so that nothing is folded
/// back. Its delay is taken out: output `k` is the signal at `k · down / up` inputs. The gain is 1.
///
/// A gap stays a gap: an output is NaN where the nearest input is. Each stretch between gaps is
/// filtered on its own, as if its first and last sample went on for ever, so that neither an offset
/// nor a gap rings.
///
/// ```swift
/// var resampler = try Resampler(from: 360, to: 250)
/// while let block = try reader.next() { use(resampler.process(block.samples[0])) }
/// use(resampler.finish())
/// ```
public struct Resampler: Codable, Sendable {
  /// The factor by which the rate grows, `up / down`, in lowest terms.
  public let up: Int
  /// The factor by which it shrinks.
  public let down: Int
  /// The rate of the outputs in Hz: that which was asked for, or the nearest one whose `up` and
  /// `down` are at most 4,096. Count time with this one.
  public let samplingRate: Double

  private let filter: ResamplingFilter
  /// The stretch at hand: the inputs from ``bufferStart`` on, before the first one copies of it.
  private var buffer: [Float] = []
  private var bufferStart = 0
  private var inStretch = false
  private var inputCount = 0
  /// The time of the next output: so many inputs from the first one and so many `up`ths of one.
  private var input = 0
  private var phase = 0

  /// Both factors are at most this.
  private static let largestFactor = 4_096
  /// The rate changes at most by this factor.
  private static let largestRatio = 1_024.0

  /// Creates a resampler.
  ///
  /// - Parameters:
  ///   - from: the rate of the inputs in Hz.
  ///   - to: the rate of the outputs in Hz.
  /// - Throws: ``ResamplingError`` where a rate is not above 0 or they differ by more than a
  ///   factor of 1,024.
  public init(from: Double, to: Double) throws {
    let ratio = to / from
    guard from > 0, to > 0, from.isFinite, to.isFinite,
      (1 / Self.largestRatio...Self.largestRatio).contains(ratio)
    else { throw ResamplingError(from: from, to: to) }
    let (up, down) = Self.fraction(ratio)
    self.init(up: up, down: down, samplingRate: from * Double(up) / Double(down))
  }

  private init(up: Int, down: Int, samplingRate: Double) {
    self.up = up
    self.down = down
    self.samplingRate = samplingRate
    filter = ResamplingFilter(up: up, down: down)
  }

  /// The whole of `samples` at another rate: `count · up / down` samples, rounded up.
  ///
  /// - Throws: ``ResamplingError``.
  public static func resample(_ samples: [Float], from: Double, to: Double) throws -> [Float] {
    var resampler = try Resampler(from: from, to: to)
    return resampler.process(samples) + resampler.finish()
  }

  /// Takes the next inputs and gives the outputs that they make possible.
  public mutating func process(_ inputs: [Float]) -> [Float] {
    if up == down { return inputs }
    var outputs: [Float] = []
    outputs.reserveCapacity(inputs.count * up / down + 2)
    var position = 0
    while position < inputs.count {
      let isGap = inputs[position].isNaN
      let end = inputs[position...].firstIndex { $0.isNaN != isGap } ?? inputs.count
      if isGap {
        endStretch(&outputs)
        inputCount += end - position
        fillGap(&outputs)
      } else {
        if !inStretch { beginStretch(inputs[position]) }
        buffer += inputs[position..<end]
        inputCount += end - position
        filterStretch(&outputs)
      }
      position = end
    }
    return outputs
  }

  /// The last outputs, once there are no more inputs. The resampler is then as new.
  public mutating func finish() -> [Float] {
    var outputs: [Float] = []
    if up != down {
      let isGap = !inStretch
      endStretch(&outputs, isLast: true)
      while isGap, input < inputCount { appendGap(&outputs) }
    }
    (inputCount, input, phase) = (0, 0, 0)
    return outputs
  }

  /// The input nearest to the next output.
  private var nearest: Int { 2 * phase >= up ? input + 1 : input }

  private mutating func advance() {
    let (whole, rest) = (phase + down).quotientAndRemainder(dividingBy: up)
    input += whole
    phase = rest
  }

  private mutating func beginStretch(_ first: Float) {
    inStretch = true
    // The first output may lie half an input before the stretch.
    buffer = [Float](repeating: first, count: filter.reach + 1)
    bufferStart = inputCount - filter.reach - 1
  }

  /// Gives the outputs that are nearest to an input of the stretch, as far as their inputs are
  /// there; at the very end also those behind the last input.
  private mutating func filterStretch(_ outputs: inout [Float], isLast: Bool = false) {
    let inputs = buffer
    inputs.withUnsafeBufferPointer { inputs in
      while isLast ? input < inputCount : nearest < inputCount {
        let start = input - filter.reach - bufferStart
        guard start >= 0, start + filter.width <= inputs.count else { return }
        outputs.append(
          filter.apply(phase: phase, to: UnsafeBufferPointer(rebasing: inputs[start...])))
        advance()
      }
    }
    // What no output needs any more goes, now and then.
    let done = min(input - filter.reach - bufferStart, buffer.count)
    if done > 4_096, done > buffer.count / 2 {
      buffer.removeFirst(done)
      bufferStart += done
    }
  }

  private mutating func endStretch(_ outputs: inout [Float], isLast: Bool = false) {
    guard inStretch, let last = buffer.last else { return }
    buffer += [Float](repeating: last, count: filter.width)
    filterStretch(&outputs, isLast: isLast)
    buffer = []
    inStretch = false
  }

  private mutating func fillGap(_ outputs: inout [Float]) {
    while nearest < inputCount { appendGap(&outputs) }
  }

  private mutating func appendGap(_ outputs: inout [Float]) {
    outputs.append(.nan)
    advance()
  }

  /// The nearest fraction with a denominator and numerator of at most ``largestFactor``, by
  /// continued fractions.
  private static func fraction(_ ratio: Double) -> (Int, Int) {
    var (p0, q0, p1, q1) = (0, 1, 1, 0)
    var rest = ratio
    while true {
      let whole = Int(rest.rounded(.down))
      let (p, q) = (whole * p1 + p0, whole * q1 + q0)
      guard p <= largestFactor, q <= largestFactor else { break }
      (p0, q0, p1, q1) = (p1, q1, p, q)
      let part = rest - Double(whole)
      guard part > 1e-9, abs(Double(p) / Double(q) - ratio) > 1e-12 * ratio else { break }
      rest = 1 / part
    }
    return (p1, q1)
  }
}

/// Rates between which no resampling is possible.
public struct ResamplingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The rate of the inputs in Hz.
  public var from: Double
  /// The rate of the outputs in Hz.
  public var to: Double

  /// What is wrong.
  public var description: String {
    "cannot change a rate of \(from) Hz to \(to) Hz: both must be above 0 and differ by a factor of "
      + "1024 at most"
  }
}

extension ResamplingError: LocalizedError {
  /// The message, for what shows errors by their localised description.
  public var errorDescription: String? { description }
}
