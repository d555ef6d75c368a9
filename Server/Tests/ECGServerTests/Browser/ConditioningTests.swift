import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// The page's own reckoning of what classifiers see, beside the library's.
@Suite(.serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct ConditioningTests {
  private let page: ViewerPage

  init() throws { page = try ViewerPage(answeredBy: StubServer()) }

  /// Peaks on a wandering baseline, in the middle with hum of 50 Hz and a gap, in steps of µV.
  private func lead(_ rate: Double) -> [Int16] {
    (0..<Int(20 * rate)).map { index in
      let time = Double(index) / rate
      if (12..<13.2).contains(time) { return .min }
      let peak = 1500 * max(0, 1 - abs(time.truncatingRemainder(dividingBy: 0.8) - 0.4) / 0.04)
      let hum = (6..<14).contains(time) ? 200 * sin(2 * .pi * 50 * time) : 0
      return Int16((400 * sin(time) + peak + hum + 900).rounded())
    }
  }

  @Test(
    "a lead is brought to 120 Hz, and hum and baseline are taken off, as in the library",
    arguments: [120.0, 200, 250, 360, 1000, 257.5])
  func conditioned(rate: Double) throws {
    let lead = lead(rate)
    var conditioner = try SignalConditioner(samplingRate: rate)
    let expected =
      conditioner.process(lead.map { $0 == .min ? .nan : Float($0) }) + conditioner.finish()
    // In two parts, of which the second needs what comes before it.
    let found = try #require(
      try page.run(
        """
        const { Conditioning } = await import("./conditioning.js");
        const conditioning = new Conditioning(\(rate));
        const samples = Int16Array.from(\(lead));
        return [...conditioning.stretch(samples, -9, 809), ...conditioning.stretch(samples, 800, \(expected.count - 800 + 9))];
        """) as? [Double])
    #expect(found.prefix(9).allSatisfy { $0 == 0 } && found.suffix(9).allSatisfy { $0 == 0 })
    let apart = zip(found.dropFirst(9), expected).map { abs($0 - Double($1)) }
    #expect(apart.count == expected.count)
    #expect(try #require(apart.max()) < 0.05)
  }
}
