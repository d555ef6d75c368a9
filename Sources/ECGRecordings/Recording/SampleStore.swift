/// Where the samples of an opened recording come from, whatever its format.
///
/// Time is counted in periods, the shortest stretch that holds a whole number of samples of each
/// signal: a frame of a WFDB record, a data record of an EDF file, a row of a table.
protocol SampleStore: Sendable {
  var signals: [RecordedSignal] { get }
  /// Samples of each signal in a period.
  var samplesPerPeriod: [Int] { get }
  /// The length of a period in seconds.
  var period: Double { get }
  /// The stretches without gaps, in order of time.
  var runs: [SampleRun] { get }
  /// What of the recording is not as its file says, in sentences without a full stop.
  var remarks: [String] { get }
  /// The samples in files, of all signals together.
  var storedSampleCount: Int { get }

  /// The samples of `periods`, of each of the signals `wanted`, in the signal's unit; what
  /// is missing is NaN.
  func samples(of wanted: [Int], periods: Range<Int>) throws -> [[Float]]

  /// Compares the content with checksums, where the format has them.
  func verifyChecksums() throws
}

extension SampleStore {
  var remarks: [String] { [] }
  func verifyChecksums() throws {}
}

/// A stretch without gaps.
struct SampleRun: Equatable, Sendable {
  /// Seconds from the recording's first sample.
  var start: Double
  /// The periods of the stretch.
  var periods: Range<Int>
}
