import ECGDatasets
import Foundation
import ECGNeuralNetwork
public import ECGRandom
import ECGText

/// Changes beats at random as electrodes, hearts and amplifiers would, to train on
/// more than there is.
///
/// A beat is taken to begin at its R peak and to end in zeros where the window did; the zeros stay.
/// Noise and wander are in units of the samples, before any scaling that the recipe asks for: those
/// of the usual files are from 0 to 1, those of others want numbers that fit them.
public struct BeatAugmentation: Codable, Equatable, Sendable {
  /// The share of the beats that is changed at all.
  public var share: Double
  /// Standard deviation of the logarithm of the time scale: 0.05 is about 5 % faster or slower.
  public var stretch: Double
  /// Standard deviation of a shift along time, in samples.
  public var shift: Double
  /// Standard deviation of the logarithm of the amplitude's scale.
  public var scale: Double
  // In units of the samples, not of the beat's own range: beats of the usual files are cut after
  // they were scaled, so that the range of some is less than 1.
  /// Standard deviation of white noise, in units of the samples, which are 0 to 1 in
  /// the usual files.
  public var noise: Double
  /// Amplitude of a slow wave that is added, standard deviation in units of the samples.
  public var wander: Double

  /// Creates an augmentation; what is not named does not happen.
  public init(
    share: Double = 1, stretch: Double = 0, shift: Double = 0, scale: Double = 0, noise: Double = 0,
    wander: Double = 0
  ) {
    self.share = share
    self.stretch = stretch
    self.shift = shift
    self.scale = scale
    self.noise = noise
    self.wander = wander
  }

  /// What it does, for reports.
  public var title: String {
    let parts = [
      ("stretch", stretch), ("shift", shift), ("scale", scale), ("noise", noise),
      ("wander", wander),
    ]
    let done = parts.filter { $0.1 > 0 }.map { "\($0.0) \($0.1)" }
    return (["\((100 * share).percent(decimals: 1)) of the beats"] + done).joined(separator: ", ")
  }

  /// The change as training takes it, with `scaler` applied after it.
  func beforeScaling(_ scaler: Scaler) -> TrainingObserver.Augmentation {
    { beat, generator in
      self.apply(to: beat, using: &generator)
      scaler.apply(toBeat: beat)
    }
  }

  /// Changes one beat in place.
  public func apply(
    to beat: UnsafeMutableBufferPointer<Float>, using generator: inout SeededGenerator
  ) {
    guard generator.uniform() < share else { return }
    // What follows the last number that is not zero is padding.
    var length = beat.count
    while length > 1, beat[length - 1] == 0 { length -= 1 }
    if stretch > 0 || shift > 0 {
      length = resample(
        beat, length: length, factor: exp(stretch * generator.normal()),
        offset: shift * generator.normal())
    }
    let gain = Float(exp(scale * generator.normal()))
    let amplitude = wander * generator.normal()
    let (frequency, phase) = (generator.uniform(in: 0.2...1.5), 2 * Double.pi * generator.uniform())
    for index in 0..<length {
      var value = gain * beat[index]
      if wander > 0 {
        value += Float(
          amplitude * sin(phase + 2 * .pi * frequency * Double(index) / Double(beat.count)))
      }
      if noise > 0 { value += Float(noise * generator.normal()) }
      beat[index] = value
    }
  }

  /// Reads the beat at `offset + factor · i`, between samples in a straight line;
  /// returns its new length.
  private func resample(
    _ beat: UnsafeMutableBufferPointer<Float>, length: Int, factor: Double, offset: Double
  ) -> Int {
    let last = length - 1
    // A window that was cut at the end stays cut: what lies behind is not known.
    let wanted = length == beat.count ? length : Int(Double(length) / factor)
    let result = max(1, min(beat.count, wanted))
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: length) { source in
      _ = source.initialize(from: beat[0..<length])
      for index in 0..<result {
        let position = min(max(offset + factor * Double(index), 0), Double(last))
        let before = min(Int(position), max(0, last - 1))
        let after = min(before + 1, last)
        let part = Float(position - Double(before))
        beat[index] = source[before] + part * (source[after] - source[before])
      }
      for index in result..<beat.count { beat[index] = 0 }
      return result
    }
  }
}
