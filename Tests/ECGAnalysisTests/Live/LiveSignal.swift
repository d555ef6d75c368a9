import ECGAnalysis
import Foundation

/// A signal as a strap sends it, and the beats that are found in it.
enum LiveSignal {
  /// Beats of usual shape every 0.8 s, one of them early and wide in every eleven, some
  /// samples missing.
  static func samples(seconds: Int = 60, rate: Double = 130) -> [Float] {
    (0..<Int(Double(seconds) * rate)).map { index in
      let time = Double(index) / rate
      let beat = (time / 0.8).rounded()
      let isEarly = Int(beat) % 11 == 7
      let phase = time - 0.8 * beat + (isEarly ? 0.25 : 0)
      let width = isEarly ? 0.002 : 0.0004
      let wave = exp(-phase * phase / width) + 0.2 * exp(-(phase - 0.25) * (phase - 0.25) / 0.003)
      // A floor that is never quite still.
      let noise = Double(index * index % 7) / 500
      return (3_000..<3_200).contains(index) ? .nan : Float(wave + noise)
    }
  }

  /// The beats that are found where the samples come in pieces.
  static func beats(
    _ leads: [[Float]], rate: Double, piece: Int, firstAnswers: Bool = true
  ) throws -> [LiveBeat] {
    var live = try LiveClassifier(
      samplingRate: rate, leads: leads.count, firstAnswers: firstAnswers)
    var found: [LiveBeat] = []
    for start in stride(from: 0, to: leads[0].count, by: piece) {
      found += try live.process(
        leads: leads.map { Array($0[start..<min(start + piece, $0.count)]) })
    }
    return try found + live.finish()
  }
}
