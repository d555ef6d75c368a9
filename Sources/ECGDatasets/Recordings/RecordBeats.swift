import ECGFiles
public import ECGParallel
public import ECGRecordings
import ECGSignals
import Foundation

/// Labelled beats cut from annotated WFDB records of any database.
///
/// They are cut as Kaggle's files are (see ``MITBIHBeats``), so that a model of one can be used on
/// the other: from an R peak that an expert marked to a fifth of the interval after the next one,
/// at 120 Hz, scaled to 0…1 and filled with zeros to 187 samples. Of a record at 360 Hz every third
/// sample is taken, as there; others are resampled. What differs: the lead is the best one by its
/// name, not the first, and marks that are no beats bound none.
public struct RecordBeats: Sendable {
  /// What was cut from one record.
  public struct Record: Equatable, Sendable {
    /// The record's name.
    public let name: String
    /// Who it is of.
    public let patient: String
    /// The samples per second of the lead, in Hz.
    public let samplingRate: Double
    /// The name of the lead.
    public let lead: String
    /// The beats of each of the `K` classes of ``BeatTask/arrhythmia``.
    public let classCounts: [Int]
    /// The marked beats that were left out, since samples are missing or the lead is flat.
    public let leftOut: Int
    /// Whether paced beats are marked.
    public let isPaced: Bool
    /// What of the annotations was read though it is not as it should be, or left out, in sentences
    /// without a full stop.
    public let remarks: [String]
  }

  /// The beats of all records, each with its origin.
  public let beats: BeatDataset
  /// The records whose beats are marked, in the order in which they were named: also those of which
  /// all were left out.
  public let records: [Record]
  /// The names of those whose annotations mark no beat.
  public let withoutBeats: [String]
  /// The names of those that lack the lead that was named.
  public let withoutLead: [String]

  /// Cuts records.
  ///
  /// - Parameters:
  ///   - paths: the records, without a suffix.
  ///   - source: what they are called together, such as their folder.
  ///   - annotator: the suffix of the annotations.
  ///   - lead: the lead by any of its usual names; nil for the best one of each record.
  ///   - patients: who records are of, by their names; those not named are of a patient
  ///     of their own.
  ///   - threads: the most threads that read records.
  /// - Throws: `FileError` where a record is damaged or has a rate that does not do, or where all
  ///   lack the lead.
  public init(
    paths: [String], source: String, annotator: String = AnnotationFile.expertAnnotator,
    lead: String? = nil,
    patients: [String: String] = [:],
    threads: Int = ThreadCount.allCores
  ) throws {
    let cutter = Cutter(annotator: annotator, lead: lead, patients: patients)
    let cuts = try ParallelWork.map(paths, threads: threads) { try cutter.cut($0) }
    let parts = cuts.compactMap { try? $0.get() }
    withoutLead = zip(paths, cuts).compactMap { path, cut in
      if case .failure = cut { URL(filePath: path).lastPathComponent } else { nil }
    }
    // Where none has it, the name is wrong.
    if parts.isEmpty, let first = cuts.first { _ = try first.get() }
    beats = BeatDataset(
      task: .arrhythmia, source: .records(folder: source),
      samplesPerBeat: BeatDataset.kaggleSamplesPerBeat, values: parts.flatMap(\.values),
      labels: parts.flatMap(\.labels), origins: parts.flatMap(\.origins))
    records = parts.filter(\.isMarked).map(\.record)
    withoutBeats = parts.filter { !$0.isMarked }.map(\.record.name)
  }
}

/// Cuts one record.
private struct Cutter: Sendable {
  let annotator: String
  let lead: String?
  let patients: [String: String]

  /// The beats of a record: samples beat after beat, labels and origins.
  struct Content: Sendable {
    var values: [Float]
    var labels: [Int]
    var origins: [BeatOrigin]
    var record: RecordBeats.Record
    /// Whether a beat is marked, be it one that was left out.
    var isMarked: Bool
  }

  /// - Returns: the beats, or what was said where the lead that was named is not there.
  /// - Throws: `FileError` for any other reason.
  func cut(_ path: String) throws -> Result<Content, FileError> {
    let file = try RecordingFile.open(
      path + ".hea", options: RecordingOptions(tolerance: .missingSignals))
    let signal: Int
    do {
      signal = try file.chooseLead(named: lead).signal
    } catch let error as FileError where lead != nil {
      return .failure(error)
    }
    return .success(try cut(file, signal, path))
  }

  private func cut(_ file: RecordingFile, _ signal: Int, _ path: String) throws -> Content {
    let rate = file.signals[signal].samplingRate
    let marksPath = "\(path).\(annotator)"
    let annotations = try AnnotationFile.read(path: marksPath)
    let marks = try MarkedBeats(
      annotations, of: file, signal: signal, path: marksPath, tolerance: .cutShort)
    // Without it training would take beats of one record to learn from and to validate on.
    let patient = patients[file.name] ?? InterPatientRecords.samePatient[file.name] ?? file.name
    var values: [Float] = []
    let cut = try segmentation(file, signal, rate, marks.peaks).append(to: &values)
    let labels = cut.map { marks.labels[$0] }
    return Content(
      values: values, labels: labels,
      origins: cut.map {
        BeatOrigin(
          record: file.name, sample: marks.peaks[$0], symbol: marks.symbols[$0],
          samplingRate: rate, patient: patient)
      },
      record: RecordBeats.Record(
        name: file.name, patient: patient, samplingRate: rate,
        lead: file.leadName(signal, orNumberAfter: "signal "),
        classCounts: labels.reduce(
          into: Array(repeating: 0, count: BeatTask.arrhythmia.classes.count)
        ) { $0[$1] += 1 },
        // The last beat has none after it to tell where it ends.
        leftOut: max(marks.peaks.count - 1, 0) - cut.count,
        isPaced: annotations.annotations.contains { $0.symbol == "/" },
        remarks: annotations.remarks + marks.remarks),
      isMarked: !marks.peaks.isEmpty)
  }

  private func segmentation(
    _ file: RecordingFile, _ signal: Int, _ rate: Double, _ peaks: [Int]
  ) throws -> BeatSegmentation {
    let samples = try file.samples(ofSignal: signal)
    if rate == MITBIHRecord.samplingRate {
      return BeatSegmentation(signal: samples, peaks: peaks, step: MITBIHSegmentation.step)
    }
    do {
      let wanted = MITBIHBeats.samplingRate
      return BeatSegmentation(
        signal: try Resampler.resample(samples, from: rate, to: wanted),
        peaks: peaks.map { Int((Double($0) * wanted / rate).rounded()) })
    } catch let error as ResamplingError {
      throw FileError(
        .badData, path: file.path, error.description, remedy: "Resample the recording")
    }
  }
}
