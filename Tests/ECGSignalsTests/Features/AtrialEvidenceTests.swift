import ECGRandom
import ECGSignals
import Foundation
import Testing

/// What tells fibrillation: of rhythms and P waves that are made up number by number.
@Suite struct AtrialEvidenceTests {
  /// Intervals in seconds, and how alike the P wave before each beat is to the usual one.
  private func evidence(_ intervals: [Double], likeness: [Float]) -> AtrialEvidence {
    var evidence = AtrialEvidence(
      intervals: intervals.indices.map { intervals[min(max($0, 1), intervals.count - 1)] })
    evidence.take(
      intervals.indices, features(likeness),
      isShown: Array(repeating: true, count: intervals.count))
    return evidence
  }

  private func features(_ likeness: [Float], clarity: Float = 0.9) -> [Float] {
    likeness.flatMap { likeness in
      var row = [Float](repeating: 0, count: BeatFeatures.count)
      for (name, value) in [
        ("P likeness, slow", clarity), ("P correlation", likeness),
        ("P correlation, shifted", likeness),
      ] {
        row[BeatFeatures.names.firstIndex(of: name) ?? 0] = value
      }
      return row
    }
  }

  private func numbers(
    _ evidence: AtrialEvidence, _ window: AtrialEvidence.Window, _ isVentricular: [Bool]
  ) -> [Int: [Double]] {
    var rows: [Int: [Double]] = [:]
    evidence.forEachBeat(window, isVentricular: isVentricular) { rows[$0] = Array($1) }
    return rows
  }

  private let none = [Bool](repeating: false, count: 60)
  private let regular = [Double](repeating: 0.8, count: 60)
  private let irregular = (0..<60).map { [0.5, 0.9, 0.6, 1.1, 0.7][$0 * $0 % 5] }

  @Test func intervalsAndWavesAreTold() throws {
    let sinus = numbers(
      evidence(regular, likeness: Array(repeating: 0.95, count: 60)), .centred, none)
    let fibrillation = numbers(
      evidence(irregular, likeness: Array(repeating: 0.1, count: 60)), .centred, none)
    let (calm, restless) = (try #require(sinus[30]), try #require(fibrillation[30]))
    #expect(calm.count == AtrialEvidence.count)
    // The mean change, the share of irregular intervals, the mean and the share of P waves.
    #expect(abs(calm[0]) < 1e-9 && restless[0] > 0.2)
    #expect(calm[2] == 0 && restless[2] > 0.5)
    #expect(abs(calm[3] - 0.95) < 1e-6 && abs(restless[3] - 0.1) < 1e-6)
    #expect(calm[15] == 1 && restless[15] == 0)
  }

  /// Intervals that follow the breath are foretold by those before; those of fibrillation are not.
  @Test(arguments: [3.5, 5, 8])
  func intervalsThatFollowTheBreathAreForetold(_ beatsPerBreath: Double) throws {
    let breathing = (0..<60).map { 0.8 * (1 + 0.2 * sin(2 * .pi * Double($0) / beatsPerBreath)) }
    func unforeseen(_ intervals: [Double]) throws -> (share: Double, deviation: Double) {
      let likeness = [Float](repeating: 0.9, count: 60)
      let row = try #require(numbers(evidence(intervals, likeness: likeness), .centred, none)[30])
      // The last two of the long window, before how fast the heart is.
      return (exp(row[row.count - 3]), row[row.count - 2])
    }
    var generator = SeededGenerator(seed: 4)
    let random = (0..<60).map { _ in generator.uniform(in: 0.5...1.1) }
    let (sinus, fibrillation) = (try unforeseen(breathing), try unforeseen(random))
    #expect(sinus.share < 0.25 && sinus.deviation < 0.07)
    #expect(fibrillation.share > 0.5 && fibrillation.deviation > 0.15)
  }

  /// What a stream has been told does not change with what comes later.
  @Test func trailingWindowsAreCausal() {
    let likeness = (0..<60).map { Float($0 % 7) / 7 }
    let whole = numbers(evidence(irregular, likeness: likeness), .trailing, none)
    let part = numbers(
      evidence(Array(irregular.prefix(40)), likeness: Array(likeness.prefix(40))), .trailing,
      Array(none.prefix(40)))
    #expect(part.count > 35)
    for (beat, row) in part { #expect(whole[beat] == row) }
  }

  @Test func ventricularBeatsAreLeftOut() throws {
    var (intervals, isVentricular) = (regular, none)
    for beat in stride(from: 4, to: 58, by: 5) {
      (intervals[beat], intervals[beat + 1]) = (0.5, 1.1)
      isVentricular[beat] = true
    }
    let rows = numbers(
      evidence(intervals, likeness: Array(repeating: 0.9, count: 60)), .centred, isVentricular)
    let row = try #require(rows[30])
    #expect(row[0] < 1e-9 && row[7] == 0)
    #expect(rows[29] != nil, "a ventricular beat has neighbours, too")
  }

  /// The lead whose P waves are alike speaks, whichever comes first.
  @Test func theClearestLeadSpeaks() throws {
    let clear = evidence(regular, likeness: Array(repeating: 0.9, count: 60))
    var dim = AtrialEvidence(intervals: regular.map { _ in 0.8 })
    dim.take(
      0..<60, features(Array(repeating: 0.2, count: 60), clarity: 0.3),
      isShown: Array(repeating: true, count: 60))
    var (first, second) = (clear, dim)
    first.merge(dim)
    second.merge(clear)
    let row = try #require(numbers(first, .centred, none)[30])
    #expect(abs(row[3] - 0.9) < 1e-6)
    #expect(numbers(second, .centred, none)[30]?[3] == row[3])
  }

  @Test(arguments: [0, 1, 2, 3])
  func tooFewBeatsTellNothing(_ count: Int) {
    let rows = numbers(
      evidence(
        Array(repeating: 0.8, count: count), likeness: Array(repeating: 0.9, count: count)),
      .centred, Array(repeating: false, count: count))
    #expect(rows.isEmpty)
  }
}
