import ECGDatasets
import Foundation
import Testing

@Suite struct ScalerTests {
  /// `s = StandardScaler().fit(X)`: `s.mean_`, `s.scale_` and `s.transform(X)[2]`.
  @Test func standardEqualsScikitLearn() {
    let scaler = Scaler(.standard, fittedTo: SmallBeats.dataset)
    #expect(close(scaler.mean, [0.46875, 0.3958333333333333, 0.5, 0.30000001192092896]))
    #expect(
      close(scaler.scale, [0.25706172248443887, 0.23844839879707494, 0.34041947163267067, 1]))
    let scaled = scaler.applied(to: SmallBeats.dataset)
    #expect(
      Array(scaled[beat: 2]) == [0.8509629368782043, 0.17474080622196198, -0.9179850816726685, 0])
  }

  /// `((b - b.mean()) / b.std()).astype("float32")` for `b = X[1]`.
  @Test func perBeatEqualsNumPy() {
    let scaled = Scaler(.perBeat, fittedTo: SmallBeats.dataset).applied(to: SmallBeats.dataset)
    #expect(
      Array(scaled[beat: 1]) == [
        -0.14008408784866333, -0.9405645132064819, 1.660996913909912, -0.5803483128547668,
      ])
  }

  @Test func constantBeatsBecomeZeros() {
    var values = [Float](repeating: 0.1, count: 4)
    Scaler(.perBeat, fittedTo: SmallBeats.dataset).apply(to: &values)
    #expect(values == [0, 0, 0, 0])
  }

  @Test func manyBeatsAreScaledAsOneIs() {
    let dataset = SyntheticBeats(seed: 1).dataset(counts: [4000, 500, 0, 0, 100])
    for kind in Scaler.Kind.allCases {
      let scaler = Scaler(kind, fittedTo: dataset)
      let scaled = scaler.applied(to: dataset)
      for beat in [0, 4095, 4096, 4599] {
        var single = Array(dataset[beat: beat])
        single.withUnsafeMutableBufferPointer { scaler.apply(toBeat: $0) }
        #expect(single == Array(scaled[beat: beat]))
      }
    }
  }

  @Test func survivesCodingAndRefusesWhatDoesNotFit() throws {
    let scaler = Scaler(.standard, fittedTo: SmallBeats.dataset)
    let coded = try JSONEncoder().encode(scaler)
    #expect(try JSONDecoder().decode(Scaler.self, from: coded) == scaler)
    #expect(Scaler(.standard, samplesPerBeat: 4, mean: scaler.mean, scale: [1, 1, 1]) == nil)
    #expect(Scaler(.standard, samplesPerBeat: 1, mean: [0], scale: [0]) == nil)
    #expect(Scaler(.standard, samplesPerBeat: 1, mean: [.nan], scale: [1]) == nil)
    #expect(Scaler(.perBeat, samplesPerBeat: 0) == nil)
    let bad = #"{"kind":"standard","samplesPerBeat":2,"mean":[0],"scale":[1]}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Scaler.self, from: Data(bad.utf8))
    }
  }

  private func close(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-15 }
  }
}
