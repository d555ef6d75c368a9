import ECGAnalysis
import ECGClassifier
import ECGFiles
import ECGRecordings
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// What is told of the lead that beats are found in, and of annotations that mark few of them.
@Suite struct LeadRemarksTests {
  private static let rate = 250.0

  /// Beats of usual shape every 0.8 s, which go under in noise from a share of the time on.
  private func lead(noiseFrom share: Double = 1, seconds: Int = 120) -> [Float] {
    var state: UInt64 = 1
    let count = Int(Double(seconds) * Self.rate)
    return (0..<count).map { index in
      let time = Double(index) / Self.rate
      let phase = time - 0.8 * (time / 0.8).rounded()
      let wave = exp(-phase * phase / 0.0004) + Double(index * index % 7) / 500
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let noise = Double(Int64(bitPattern: state) >> 40) / Double(1 << 23)
      return Float(Double(index) < share * Double(count) ? wave : wave + 3 * noise)
    }
  }

  private func remarks(_ leads: [[Float]]) throws -> (detected: [String], classified: [String]) {
    let file = try RecordingFile(samples: leads, samplingRate: Self.rate, unit: "mV")
    var beats = try DetectedBeats(in: file, lead: "1")
    try beats.assess()
    return (
      beats.remarks,
      try ClassifiedRecording(file, lead: "1", by: .pretrained(), threads: 1).remarks
    )
  }

  @Test func aBetterLeadIsNamed() throws {
    let noisy = lead(noiseFrom: 0.5)
    let (detected, classified) = try remarks([noisy, lead()])
    #expect(detected == classified && detected.count == 1, "\(detected)")
    #expect(detected.first?.contains("is unusable for ") == true, "\(detected)")
    #expect(detected.first?.hasSuffix(", signal 2 for 0.0 %") == true, "\(detected)")
    // No other is better, or the lead is good for most of the time.
    #expect(try remarks([noisy]).detected.isEmpty)
    #expect(try remarks([noisy, noisy]).detected.isEmpty)
    #expect(try remarks([lead(noiseFrom: 0.9), lead()]).detected.isEmpty)
  }

  /// A lead that stands still or has no samples from some time on, as where its electrode fell off.
  @Test func aLeadThatIsLostIsTold() throws {
    let whole = lead()
    func lost(_ value: Float) -> [Float] {
      whole[..<15_000] + Array(repeating: value, count: 15_000)
    }
    let flat = try remarks([lost(0.1), whole])
    #expect(flat.detected == flat.classified)
    func isTold(_ remarks: [String], _ text: String) -> Bool {
      remarks.count == 1 && remarks.first?.hasSuffix(text) == true
    }
    #expect(
      isTold(flat.detected, "is unusable for 50.1 % of the time, signal 2 for 0.0 %"),
      "\(flat.detected)")
    let missing = try remarks([lost(.nan), whole])
    #expect(missing.detected == missing.classified)
    #expect(
      isTold(
        missing.detected, "is missing or unusable for 50.0 % of the time, signal 2 for 0.0 %"),
      "\(missing.detected)")
    // Where all leads have none, no other is better.
    #expect(try remarks([lost(.nan), lost(.nan)]).detected.isEmpty)
    #expect(try remarks([lost(0.1), lost(.nan)]).detected.isEmpty)
    // Of one that is flat throughout another thing is said.
    let none = try remarks([Array(repeating: 0.1, count: 30_000), whole]).detected
    #expect(none.count == 1 && none.first?.hasSuffix("signal 2 is not") == true, "\(none)")
  }

  /// Where no lead has samples the recording pauses, and counts for and against none.
  @Test func aCommonPauseIsOfNoLead() throws {
    func pausing(_ lead: [Float], _ count: Int = 15_000) -> [Float] {
      Array(repeating: .nan, count: count) + lead[count...]
    }
    let whole = pausing(lead())
    let (detected, classified) = try remarks([pausing(lead(noiseFrom: 0.85)), whole])
    #expect(detected == classified && detected.count == 1, "\(detected)")
    let told = try #require(
      detected.first?.firstMatch(
        of: #/is unusable for ([\d.]+) % of the time with samples, signal 2 for 0\.0 %$/#))
    let share = try #require(Double(told.1))
    #expect((25...35).contains(share))
    // A tenth of what is left is little.
    #expect(try remarks([pausing(lead(noiseFrom: 0.95)), whole]).detected.isEmpty)
    // Of 90 s the other lead has, this one lacks 30.
    let longer = try remarks([whole, pausing(lead(), 7_500)]).detected
    #expect(
      longer.first?.hasSuffix(
        "is missing or unusable for 33.3 % of the time with samples, signal 2 for 0.0 %") == true,
      "\(longer)")
  }

  /// A record of 120 s with annotations of some of its beats.
  ///
  /// - Parameter step: the samples from beat to beat by the annotations.
  private func marked(
    _ isMarked: (Int) -> Bool, _ marks: [Annotation] = [], step: Int = 200
  ) throws -> [String] {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r").path
      let samples = lead()
      let header = RecordHeader(
        name: "r", samplingRate: Self.rate,
        signals: [
          SignalDescription(
            fileName: "r.dat", format: .format16, gain: 1000, units: "mV", name: "II")
        ])
      try Recording(header: header, samples: [samples.map { Int32($0 * 1000) }]).write(to: path)
      let beats = (1..<150).filter(isMarked).map { Annotation(sample: $0 * step, symbol: "N") }
      try AnnotationFile(annotations: (beats + marks).sorted { $0.sample < $1.sample })
        .write(to: path + ".blm")
      return try ClassifiedRecording(
        RecordingFile.open(path), beats: .labelled("blm"), by: .pretrained(), threads: 1
      ).remarks
    }
  }

  @Test func fewMarkedBeatsAreTold() throws {
    #expect(try marked { _ in true }.isEmpty)
    let three = try marked { (10..<13).contains($0) }
    #expect(three.count == 1, "\(three)")
    // All from the last of them on: 110.4 s of 120.
    #expect(
      three.first?.hasPrefix("no beats are marked in 92.0 % of the usable signal") == true,
      "\(three)")
    // In the middle as at the ends.
    #expect(try marked { !(50..<80).contains($0) }.count == 1)
    // Noise that is marked wants no beats, and a pause is one.
    let noise = [
      Annotation(sample: 49 * 200 + 50, symbol: "~", subtype: -1),
      Annotation(sample: 80 * 200 - 50, symbol: "~", subtype: 0),
    ]
    #expect(try marked({ !(50..<80).contains($0) }, noise).isEmpty)
    #expect(try marked { !(50..<60).contains($0) }.isEmpty)
  }

  /// Annotations of a record that was resampled without them count the samples of its old rate.
  @Test(arguments: [(100, "125 Hz"), (160, "200 Hz")])
  func annotationsOfAnotherRateAreTold(step: Int, rate: String) throws {
    let remarks = try marked({ _ in true }, step: step)
    #expect(
      remarks.contains { $0.contains("seem to be those of a recording at \(rate)") }, "\(remarks)")
  }
}
