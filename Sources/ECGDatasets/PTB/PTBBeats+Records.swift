import ECGSignals
public import ECGParallel
import ECGFiles
import ECGRecordings

extension PTBBeats {
  /// The beats of raw records, and what was left out.
  public struct Cut: Sendable {
    /// The beats of healthy controls and of infarctions, in order of record and time, each with its
    /// origin.
    public let beats: BeatDataset
    /// The records that beats were cut from, in that order.
    public let records: [PTBRecord]
    /// The records of other diagnoses.
    public let excluded: [PTBRecord]
  }

  /// Cuts beats from the records of the PTB Diagnostic ECG Database.
  ///
  /// R peaks are found by `RPeakDetector` at the record's own rate, the lead is then resampled to
  /// 125 Hz (`Resampler`) and cut (see `BeatSegmentation`): 125 Hz is what the description of
  /// Kaggle's files asks for, whose own way with PTB is not known.
  ///
  /// - Parameters:
  ///   - folder: the folder with the records, or with a folder of them for each patient.
  ///   - lead: the lead's name.
  ///   - threads: the most threads that read records.
  /// - Throws: `FileError` where there are no records, none with either diagnosis, one is damaged
  ///   or lacks the lead.
  public static func cut(
    folder: String, lead: String = "II",
    threads: Int = ThreadCount.allCores
  ) throws -> Cut {
    let all = try PTBRecord.all(in: folder)
    let records = all.filter { $0.label != nil }
    guard !records.isEmpty else {
      throw FileError(
        .badData, path: folder,
        "expected healthy controls and myocardial infarctions, found \(all.count) records of neither",
        remedy: "Name the folder with the records of the PTB Diagnostic ECG Database")
    }
    let parts = try ParallelWork.map(records, threads: threads) { try beats(of: $0, lead: lead) }
    return Cut(
      beats: BeatDataset(
        task: .infarction, source: .records(folder: folder),
        samplesPerBeat: BeatDataset.kaggleSamplesPerBeat, values: parts.flatMap(\.values),
        labels: parts.flatMap(\.labels), origins: parts.flatMap(\.origins)),
      records: records, excluded: all.filter { $0.label == nil })
  }

  /// Splits beats by patient: no patient has beats in both parts.
  ///
  /// - Returns: the parts and the patients to test on, sorted; nil where origins are unknown or
  ///   there are fewer than two patients.
  public static func patientSplit(
    _ beats: BeatDataset
  ) -> (train: BeatDataset, test: BeatDataset, testPatients: [String])? {
    guard let split = RecordSplit(beats, validationShare: TestPart.share, seed: TestPart.seed)
    else {
      return nil
    }
    return (
      beats.selecting(split.training), beats.selecting(split.validation), split.validationRecords
    )
  }

  private struct Content: Sendable {
    var values: [Float] = []
    var labels: [Int] = []
    var origins: [BeatOrigin] = []
  }

  private static func beats(of record: PTBRecord, lead: String) throws -> Content {
    var content = Content()
    guard let label = record.label else { return content }
    let recording = try RecordingFile.open(
      record.path + ".hea", options: RecordingOptions(tolerance: .missingSignals))
    let signal = try recording.chooseLead(named: lead).signal
    let rate = recording.signals[signal].samplingRate
    let samples = try recording.samples(ofSignal: signal)
    let (peaks, resampled): ([Int], [Float])
    do {
      // A beat begins at its R peak here: one at the very first samples is whole.
      peaks = try RPeakDetector.peaks(in: samples, samplingRate: rate, includesEdges: true)
      resampled = try Resampler.resample(samples, from: rate, to: samplingRate)
    } catch let error as SamplingRateError {
      throw unfit(record, error.description)
    } catch let error as ResamplingError {
      throw unfit(record, error.description)
    }
    let cut = BeatSegmentation(
      signal: resampled,
      peaks: peaks.map { Int((Double($0) * samplingRate / rate).rounded()) }
    ).append(to: &content.values)
    content.labels = cut.map { _ in label }
    content.origins = cut.map {
      BeatOrigin(
        record: record.name, sample: peaks[$0], symbol: "N", samplingRate: rate,
        patient: record.patient)
    }
    return content
  }

  private static func unfit(_ record: PTBRecord, _ problem: String) -> FileError {
    FileError(
      .badData, path: record.path + ".hea", problem,
      remedy: "Take the record as PhysioNet publishes it, at 1000 Hz")
  }
}
