import ECGFiles
import ECGRecordings
import ECGTestSupport
import Foundation
import Testing

/// Units by which a signal would be no electrocardiogram.
@Suite struct PlausibleUnitTests {
  private static func table(_ header: String, scale: Double) -> String {
    "time,\(header)\n"
      + TableColumnTests.rows {
        "\(Double($0) / 250),\(String(format: "%g", $1 * scale))"
      }
  }

  /// Samples of some 1.2 mV from the lowest to the highest.
  private func remark(_ header: String, scale: Double, unit: String? = nil) throws -> String? {
    let file = try TableColumnTests.open(Self.table(header, scale: scale), unit: unit)
    let signal = try #require(file.signals.indices.last)
    return file.unitRemark(on: signal)
  }

  @Test func aUnitThatIsGivenIsLookedAt() throws {
    // 1,100 µV that are said to be volts.
    let volts = try #require(try remark("ECG", scale: 1_000, unit: "V"))
    #expect(volts.contains("mV by its unit, V, more than any electrocardiogram"))
    #expect(volts.contains("In uV it would be "))
    let nanovolts = try #require(try remark("ECG", scale: 1, unit: "nV"))
    #expect(nanovolts.contains("less than any electrocardiogram"))
    #expect(nanovolts.contains("In mV it would be "))
    for (scale, unit) in [(1_000.0, "uV"), (1, "mV"), (0.001, "V"), (5, "mV"), (0.1, "mV")] {
      #expect(try remark("ECG", scale: scale, unit: unit) == nil, "\(unit)")
    }
  }

  @Test func soIsThatOfAHeader() throws {
    #expect(try remark("ECG (mV)", scale: 1_000)?.contains("In uV it would be") == true)
    #expect(try remark("ECG (mV)", scale: 1) == nil)
    // No unit would make an electrocardiogram of this.
    let steps = try #require(try remark("ECG (mV)", scale: 60))
    #expect(steps.hasSuffix("its unit is wrong"))
  }

  @Test func soAreThoseOfRecordsAndSamples() throws {
    let trace = SyntheticTrace(count: 10_000).samples
    for (unit, isTold) in [("uV", true), ("mV", false), (nil, false)] as [(String?, Bool)] {
      let file = try RecordingFile(
        samples: [trace.map { Float($0) }], samplingRate: 250, leadNames: ["II"], unit: unit)
      #expect((file.unitRemark(on: 0) != nil) == isTold)
    }
    for (gain, isTold) in [(1_000, false), (2, true)] {
      let stored = trace.map { Int16($0 * 1_000) }
      let file = try RecordingFile.open(
        "r",
        in: InputFolder(files: [
          "r.hea": Data("r 1 250 \(stored.count)\nr.dat 16 \(gain)(0)/mV 16 0\n".utf8),
          "r.dat": stored.withUnsafeBytes { Data($0) },
        ]))
      #expect((file.unitRemark(on: 0) != nil) == isTold)
    }
  }

  /// An EDF file without a unit, or with one that is no voltage, says nothing of amplitudes.
  @Test(arguments: [
    ("", 1.0, "no unit: its amplitudes say nothing. In uV it would be "),
    ("", 0.001, "no unit: its amplitudes say nothing. In mV it would be "),
    ("uV/bit", 1, "the unit uV/bit, which is no voltage: "),
  ])
  func filesWithoutAUnitAreTold(unit: String, scale: Double, told: String) throws {
    let stored = SyntheticTrace(count: 5_000).samples.map { Int($0 * 10_000) }
    let most = 3_276.8 * scale
    let edf = EDFBytes(
      recordCount: "20",
      signals: [
        EDFBytes.Signal(
          label: "ECG", unit: unit, physical: ("-\(Float(most))", "\(Float(most))"), count: 250)
      ],
      content: EDFBytes.samples(stored))
    let file = try RecordingFile.open("r.edf", in: InputFolder(files: ["r.edf": edf.data]))
    #expect(file.unitRemark(on: 0)?.contains(told) == true, "\(file.unitRemark(on: 0) ?? "")")
  }

  /// Spikes, a lead that was off at first, and one that never was on.
  @Test func oneStretchAloneSaysNothing() throws {
    var trace = SyntheticTrace(count: 30_000).samples.map { Float($0) }
    for index in 0..<2_500 { trace[index] = index % 2 == 0 ? 5_000 : -5_000 }
    for index in stride(from: 2_500, to: 30_000, by: 400) { trace[index] = 3_000 }
    func remark(_ samples: [Float]) throws -> String? {
      try RecordingFile(samples: [samples], samplingRate: 250, unit: "mV").unitRemark(on: 0)
    }
    #expect(try remark(trace) == nil)
    #expect(try remark([Float](repeating: 0, count: 5_000)) == nil)
    #expect(try remark([Float](repeating: .nan, count: 5_000)) == nil)
    #expect(try remark([]) == nil)
  }

  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func realRecordsHaveTheirUnits() throws {
    let folder = try #require(RealData.mitdb)
    for name in ["100", "104", "203", "208", "232"] {
      let record = try RecordingFile.open(folder.appending(path: name).path)
      for signal in record.signals.indices { #expect(record.unitRemark(on: signal) == nil) }
    }
  }
}
