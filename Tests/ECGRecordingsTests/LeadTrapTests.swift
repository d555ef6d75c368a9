import ECGFiles
import ECGRecordings
import ECGTestSupport
import Foundation
import Testing

/// Signals whose names seem to say that they are an electrocardiogram, and are none.
@Suite struct LeadTrapTests {
  private static let trace = SyntheticTrace()

  /// A table with a time and two columns, of which the second is the electrocardiogram.
  private static func table(_ first: String, _ second: String) throws -> RecordingFile {
    try TableColumnTests.open(
      "time,\(first),\(second)\n"
        + TableColumnTests.rows { "\(Double($0) / 250),\(sin(Double($0) / 40)),\($1)" })
  }

  @Test(arguments: [
    ("ecg_noise", "ecg"), ("ECG_Baseline", "ECG"), ("ecg_valid", "ecg"),
    ("ECG_Phase_Completion", "ECG_Raw"), ("ECG_envelope", "ECG"), ("ecg_lp", "ecg"),
    ("ECG_RSP", "ECG"), ("ecg_std", "ecg"), ("ecg_integrated", "ecg"), ("ecg threshold", "ecg"),
    ("ecg_diff", "ecg"), ("necg", "ecg"), ("fECG", "ECG"), ("ECG_Clean", "ECG_Raw"),
    ("ECG_Z", "ECG"), ("heart_ecg", "EKG"), ("ECG1", "ECG"), ("BVP", "ECG"),
    ("ECG_filtered_mean", "ECG_filtered"),
  ])
  func thePlainestNameComesFirst(first: String, second: String) throws {
    let file = try Self.table(first, second)
    let choice = try file.chooseLead()
    #expect(choice.name == second)
    #expect(try Self.trace.isTrace(file.samples(ofSignal: choice.signal)))
  }

  @Test(arguments: [
    ("BVP", "EDA"), ("RSP", "EDA"), ("heartrate", "rri"), ("Sum Effort", "PTAF"), ("fECG", "mECG"),
  ])
  func whatIsSomethingElseIsNotTaken(first: String, second: String) throws {
    let file = try Self.table(first, second)
    let error = #expect(throws: FileError.self) { try file.chooseLead() }
    #expect(error?.problem.contains("none of the signals looks like an electrocardiogram") == true)
    // Who asks for it gets it.
    #expect(try file.chooseLead(named: second).name == second)
  }

  /// A record whose signals have these names, in mV.
  private static func record(_ names: [String], in folder: URL) throws -> RecordingFile {
    let signals = names.map {
      SignalDescription(fileName: "r.dat", format: .format16, units: "mV", name: $0)
    }
    let path = folder.appending(path: "r").path
    try Recording(
      header: RecordHeader(name: "r", signals: signals), samples: signals.map { _ in [0] }
    ).write(to: path)
    return try RecordingFile.open(path)
  }

  @Test(arguments: [
    (["ECGdiff", "ECG"], "ECG"), (["EMG ECG artefact", "ECG"], "ECG"),
    (["II", "I", "V1", "ECG"], "ECG"), (["aVR", "II", "ECG"], "II"), (["ECG1", "ECG2"], "ECG1"),
    (["C1", "C2", "C3", "C4", "C5", "C6"], "C1"), (["A1", "A2", "B1", "ECG"], "ECG"),
  ])
  func recordsAreReadByTheSignalThatSaysIt(names: [String], wanted: String) throws {
    try withTemporaryFolder { folder in
      let choice = try Self.record(names, in: folder).chooseLead()
      #expect(choice.name == wanted)
    }
  }

  /// Electrodes of a brain that are called as leads are, and sensors that nobody knows beside them.
  @Test(arguments: [
    ["C1", "C2"], ["A1", "A2", "B1", "V1", "V2"], ["Chin", "L1", "L2"], ["Fp1", "O2", "Aux"],
  ])
  func electrodesOfABrainAreAskedAbout(names: [String]) throws {
    try withTemporaryFolder { folder in
      let file = try Self.record(names, in: folder)
      #expect(throws: FileError.self) { try file.chooseLead() }
    }
  }
}
