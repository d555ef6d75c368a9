import Foundation

/// A strap that sends packets of made-up heartbeats over a bad radio: packets get lost, come twice
/// and are late by some milliseconds.
struct SimulatedStrap: AsyncSequence {
  /// What it sends.
  struct Packet {
    /// The strap's clock when the first sample was taken, in seconds.
    let time: Double
    /// The samples in mV.
    let samples: [Float]
  }

  /// Samples per second.
  let samplingRate = 130.0
  /// How long it sends, in seconds.
  let duration: Double

  func makeAsyncIterator() -> Iterator { Iterator(strap: self) }

  struct Iterator: AsyncIteratorProtocol {
    private static let samplesPerPacket = 26

    private let strap: SimulatedStrap
    private var number = 0
    private var again: Packet?
    private var random = UInt64(1)

    init(strap: SimulatedStrap) { self.strap = strap }

    mutating func next() async -> Packet? {
      if let packet = again {
        again = nil
        return packet
      }
      while true {
        let first = number * Self.samplesPerPacket
        let time = Double(first) / strap.samplingRate
        guard time < strap.duration else { return nil }
        number += 1
        if chance(of: 0.03) { continue }
        let late = chance(of: 0.5) ? 0.006 : 0
        let packet = Packet(
          time: 1_000 + time + late,
          samples: (first..<first + Self.samplesPerPacket).map {
            Self.voltage(at: Double($0) / strap.samplingRate)
          })
        if chance(of: 0.05) { again = packet }
        return packet
      }
    }

    /// A beat every 0.8 s, one in nine of them early and wide.
    private static func voltage(at time: Double) -> Float {
      let beat = (time / 0.8).rounded()
      let isEarly = Int(beat) % 9 == 5
      let phase = time - 0.8 * beat + (isEarly ? 0.2 : 0)
      func wave(_ height: Double, _ centre: Double, _ width: Double) -> Double {
        height * exp(-(phase - centre) * (phase - centre) / (2 * width * width))
      }
      let qrs = isEarly ? wave(1.4, 0, 0.045) : wave(1, 0, 0.012) + wave(0.12, -0.16, 0.02)
      return Float(qrs + wave(isEarly ? -0.4 : 0.25, 0.28, 0.045) + 0.1 * sin(time))
    }

    private mutating func chance(of share: Double) -> Bool {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(random >> 11) / Double(1 << 53) < share
    }
  }
}
