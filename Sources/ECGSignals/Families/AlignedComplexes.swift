/// The QRS complexes of a recording's beats, as shapes that can be compared: all leads, each
/// without its mean, in several alignments.
struct AlignedComplexes {
  /// The samples of a shape: a multiple of 8.
  let length: Int
  /// The number of alignments.
  static let alignments = shifts.count

  private let beats: RecordingBeats
  /// What brings the usual complex of each lead to a power of 1: `C`.
  private let scales: [Float]

  /// The samples of a complex.
  private static let range = LeadBeats.before - 12..<LeadBeats.before + 16
  /// The samples by which it is shifted to align it.
  private static let shifts = -2...2

  init(of beats: RecordingBeats) {
    self.beats = beats
    length = (beats.leads.count * Self.range.count + 7) / 8 * 8
    scales = beats.leads.map(Self.usualScale)
  }

  /// Leads count alike whatever their gain, and a complex that is small in one counts little there.
  private static func usualScale(of lead: LeadBeats) -> Float {
    var samples = [Float](repeating: 0, count: LeadBeats.samplesPerBeat)
    let powers = (0..<lead.count).map { beat -> Float in
      samples.withUnsafeMutableBufferPointer { lead.load(beat, into: $0) }
      let mean = samples[range].reduce(0, +) / Float(range.count)
      return samples[range].reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    let usual = powers.upperMedian ?? 0
    return usual > 0 ? 1 / usual.squareRoot() : 0
  }

  /// A beat's complex in every alignment, one after the other.
  ///
  /// - Parameter target: what it is written to: ``alignments`` × ``length`` samples.
  func load(_ beat: Int, into target: inout [Float]) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: LeadBeats.samplesPerBeat) { samples in
      samples.initialize(repeating: 0)
      for (position, lead) in beats.leads.enumerated() {
        lead.load(beat, into: samples)
        for (turn, shift) in Self.shifts.enumerated() {
          var mean: Float = 0
          for index in Self.range { mean += samples[index + shift] }
          mean /= Float(Self.range.count)
          let start = turn * length + position * Self.range.count
          for (column, index) in Self.range.enumerated() {
            target[start + column] = scales[position] * (samples[index + shift] - mean)
          }
        }
      }
    }
  }

  /// Room for a beat's complex.
  var room: [Float] { [Float](repeating: 0, count: Self.alignments * length) }

  /// The complex as it stands, of what was loaded.
  func unshifted(_ loaded: [Float]) -> ArraySlice<Float> {
    let start = Self.alignments / 2 * length
    return loaded[start..<start + length]
  }
}
