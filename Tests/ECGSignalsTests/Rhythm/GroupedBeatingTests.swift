import ECGRandom
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

    /// - Parameter seed: of its noise, as no lead stands still for so long.
    init(seconds: Double, seed: UInt64 = 5) {
      var generator = SeededGenerator(seed: seed)
      signal = (0..<Int(seconds * rate)).map { _ in Float(0.005 * generator.normal()) }
    }

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
    var conducted: [Int]? { get throws { try conducted(of: [signal]) } }

    /// The same of other leads with these beats.
    func conducted(of leads: [[Float]]) throws -> [Int]? {
      let beats = try RecordingBeats(signals: leads, peaks: peaks, samplingRate: rate)
      guard let groups = GroupedBeating(in: beats, labels: labels) else { return nil }
      let pauses = try RecordingBeats(
        signals: leads, peaks: groups.questions.map { Int(($0 * rate).rounded()) },
        samplingRate: rate)
      return groups.conducted(beats, pauses: pauses)
    }

    func time(_ beat: Int) -> Double { Double(peaks[beat]) / rate }

    /// Those that are called S.
    var early: [Int] { labels.indices.filter { labels[$0] == 1 } }
  }

  /// Sinus rhythm of which the last P wave of each group is not conducted, or is not there, and
  /// conduction takes longer from beat to beat.
  private func blocked(
    _ waves: Int, lengthening: Double, cycle: Double = 0.8, seconds: Double = 60,
    isArrest: Bool = false
  ) -> Lead {
    var lead = Lead(seconds: seconds)
    for wave in 0..<Int((seconds - 2) / cycle) {
      let (time, place) = (0.5 + Double(wave) * cycle, wave % waves)
      if place < waves - 1 || !isArrest { lead.pWave(at: time) }
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

  /// The same in the third beat of three.
  @Test(arguments: [0.55, 0.65, 0.7]) func trigeminyStays(coupling: Double) throws {
    var lead = Lead(seconds: 60)
    let cycle = 1.0
    for group in 0..<19 {
      let start = 0.5 + 3 * cycle * Double(group)
      for (place, time) in [0, cycle, cycle * (1 + coupling)].enumerated() {
        lead.pWave(at: start + time)
        lead.beat(at: start + time + 0.16, isEarly: place == 2)
      }
    }
    #expect(try lead.conducted ?? [] == [])
  }

  /// Where the sinus node rests, no P wave says what the beats before the pause are.
  @Test(arguments: [3, 4]) func arrestStays(waves: Int) throws {
    #expect(try blocked(waves, lengthening: 0, isArrest: true).conducted == [])
  }

  /// One lead that shows P waves will do, whichever it is.
  @Test func anyLeadIsAsked() throws {
    let lead = blocked(3, lengthening: 0)
    let alone = try #require(try lead.conducted)
    #expect(!alone.isEmpty)
    let flat = [Float](repeating: 0, count: lead.signal.count)
    #expect(try lead.conducted(of: [flat, lead.signal]) == nil)
    var bare = Lead(seconds: 60, seed: 7)
    for (peak, label) in zip(lead.peaks, lead.labels) {
      bare.beat(at: Double(peak) / Self.rate, isEarly: label == 1)
    }
    for leads in [[bare.signal, lead.signal], [lead.signal, bare.signal]] {
      #expect(try lead.conducted(of: leads) == alone)
    }
  }

  /// Nothing is known of a pause without samples, and beats elsewhere are what they are.
  @Test func pausesWithoutSamplesAreNotAsked() throws {
    let lead = blocked(3, lengthening: 0)
    let whole = try #require(try lead.conducted)
    var torn = lead.signal
    let gap = 28.0..<32
    for index in Int(gap.lowerBound * Self.rate)..<Int(gap.upperBound * Self.rate) {
      torn[index] = .nan
    }
    let found = try #require(try lead.conducted(of: [torn]))
    let far = whole.filter { !(gap.lowerBound - 3..<gap.upperBound + 3).contains(lead.time($0)) }
    #expect(!far.isEmpty && Set(far).isSubset(of: found))
    #expect(!found.contains { gap.contains(lead.time($0)) })
  }

  /// Two pauses say nothing, and neither do no beats.
  @Test func fewGroupsAreNotAsked() throws {
    #expect(try blocked(3, lengthening: 0, seconds: 9).conducted == nil)
    #expect(try #require(try blocked(3, lengthening: 0, seconds: 16).conducted).count > 2)
    for beats in [0, 1, 2] {
      var lead = Lead(seconds: 4)
      for beat in 0..<beats { lead.beat(at: 1 + Double(beat), isEarly: true) }
      #expect(try lead.conducted == nil)
    }
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
    #expect(try bare.conducted == [])
  }
}
