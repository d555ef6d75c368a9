import ECGSignals
import Foundation
import Testing

/// Groups of beats with pauses between them: block of the second degree, and extrasystoles, by
/// signals that are drawn.
@Suite struct GroupedBeatingTests {
  private static let rate = 120.0

  /// Beats of a lead of which some P waves are not conducted, all but the first of a group called S.
  private struct Lead {
    var signal: [Float]
    var (peaks, labels): ([Int], [Int]) = ([], [])

    init(seconds: Double) { signal = [Float](repeating: 0, count: Int(seconds * rate)) }

    private mutating func draw(_ height: Double, _ width: Double, at time: Double) {
      for index in signal.indices {
        let far = (Double(index) / rate - time) / width
        if abs(far) < 5 { signal[index] += Float(height * exp(-far * far / 2)) }
      }
    }

    mutating func pWave(at time: Double) { draw(0.15, 0.025, at: time) }

    mutating func beat(at time: Double, isEarly: Bool) {
      draw(1, 0.012, at: time)
      draw(0.25, 0.04, at: time + 0.25)
      peaks.append(Int((time * rate).rounded()))
      labels.append(isEarly ? 1 : 0)
    }

    /// The beats that are conducted as usual; nil where nobody has to ask.
    var conducted: [Int]? {
      get throws {
        let beats = try RecordingBeats(signal: signal, peaks: peaks, samplingRate: rate)
        guard let groups = GroupedBeating(in: beats, labels: labels) else { return nil }
        let pauses = try RecordingBeats(
          signal: signal, peaks: groups.questions.map { Int(($0 * rate).rounded()) },
          samplingRate: rate)
        return groups.conducted(beats, pauses: pauses)
      }
    }

    /// Those that are called S.
    var early: [Int] { labels.indices.filter { labels[$0] == 1 } }
  }

  /// Sinus rhythm of which the last P wave of each group is not conducted, and conduction takes
  /// longer from beat to beat.
  private func blocked(_ waves: Int, lengthening: Double, cycle: Double = 0.8) -> Lead {
    var lead = Lead(seconds: 60)
    for wave in 0..<Int(58 / cycle) {
      let (time, place) = (0.5 + Double(wave) * cycle, wave % waves)
      lead.pWave(at: time)
      guard place < waves - 1 else { continue }
      lead.beat(at: time + 0.16 + Double(place) * lengthening, isEarly: place > 0)
    }
    return lead
  }

  @Test(arguments: [(3, 0), (4, 0), (3, 0.08), (4, 0.06), (5, 0.04)] as [(Int, Double)])
  func beatsBetweenBlockedWavesAreConducted(_ waves: Int, _ lengthening: Double) throws {
    for cycle in [0.75, 1.1] {
      let lead = blocked(waves, lengthening: lengthening, cycle: cycle)
      let found = try #require(try lead.conducted)
      // At either end there is half a group.
      #expect(lead.early.count - found.count <= 2 * (waves - 2), "\(waves) waves of \(cycle) s")
      #expect(Set(found).isSubset(of: lead.early))
    }
  }

  /// Extrasystoles of the atria have a P wave of their own, and the pause after them none.
  @Test(arguments: [0.3, 0.34, 0.38, 0.42], [1.4, 1.6, 2, 2.4])
  func bigeminyStays(coupling: Double, length: Double) throws {
    var lead = Lead(seconds: 60)
    let coupling = coupling * length
    for pair in 0..<Int(58 / length) {
      let time = 0.5 + length * Double(pair)
      for (start, isEarly) in [(time, false), (time + coupling, true)] {
        lead.pWave(at: start)
        lead.beat(at: start + 0.16, isEarly: isEarly)
      }
    }
    #expect(try lead.conducted ?? [] == [])
  }

  /// Where nothing was taken for S there is nothing to ask, and where there is no P wave, as in
  /// fibrillation, none is found.
  @Test func whatIsNotAskedStays() throws {
    var lead = blocked(3, lengthening: 0)
    lead.labels = lead.labels.map { _ in 0 }
    #expect(try lead.conducted == nil)
    var bare = Lead(seconds: 60)
    for group in 0..<24 {
      for (place, time) in [0, 0.8].enumerated() {
        bare.beat(at: 0.7 + 2.4 * Double(group) + time, isEarly: place > 0)
      }
    }
    #expect(try bare.conducted ?? [] == [])
  }
}
