public import ECGSignals
import ECGFiles
public import ECGRecordings

/// A record with beats whose classes are known, as experts marked them and as they are detected.
public struct LabelledRecording: Sendable {
  /// Beats with their R peaks.
  public struct Beats: Sendable {
    /// The R peaks in samples of the lead that beats are found in.
    public let peaks: [Int]
    /// What a classifier may know of each.
    public let content: RecordingBeats
    /// The class of each as a label of `AAMIClass`; nil for detected beats, which nobody marked.
    public internal(set) var labels: [Int?]
    /// Whether the rhythm at each is atrial fibrillation or flutter; nil where the experts
    /// marked no rhythm.
    public let isFibrillation: [Bool]?
  }

  /// Where beats come from.
  public enum Peaks: String, CaseIterable, Encodable, Sendable {
    /// Experts marked them.
    case annotated
    /// They are detected.
    case detected
  }

  /// The leads that are looked at.
  public enum Leads: String, CaseIterable, Encodable, Sendable {
    /// The lead that beats are found in.
    case one
    /// All leads.
    case all
  }

  /// Who the record is of.
  public let patient: String
  /// The record's name.
  public let name: String
  /// The samples per second of the lead that beats are found in.
  public let samplingRate: Double
  /// The frames of the record per second.
  public let frameRate: Double
  /// The lead's length in samples.
  public let sampleCount: Int
  /// The lead that beats are found in, as an index into the leads of the beats.
  public let lead: Int
  /// The names of the leads of the beats.
  public let leadNames: [String]
  /// The experts' annotations, which count frames of the record or at the rate that they give;
  /// without those past its end where beats are among them.
  public let reference: AnnotationFile
  /// The beats that the experts marked.
  public internal(set) var annotated: Beats
  /// The beats that `RPeakDetector` finds.
  public internal(set) var detected: Beats
  /// What of the annotations was read though it is not as it should be, or left out, in sentences
  /// without a full stop.
  public let remarks: [String]

  /// The beats that come from one or the other.
  package subscript(_ peaks: Peaks) -> Beats {
    switch peaks {
    case .annotated: annotated
    case .detected: detected
    }
  }

  /// Reads a record with all its leads and its annotations.
  ///
  /// - Parameters:
  ///   - path: the record, without a suffix.
  ///   - annotator: the suffix of the annotations.
  ///   - patient: who it is of; nil for its name, but for two records of one person in the MIT-BIH
  ///     Arrhythmia Database.
  ///   - tolerance: whether annotations that are cut short, or of which a few beats lie past
  ///     the record's end, are read as far as they go; ``remarks`` then say so. The signals
  ///     have to be whole.
  /// - Throws: `FileError` where files are missing or damaged, or the rate does not do.
  public init(
    path: String, annotator: String = AnnotationFile.expertAnnotator, patient: String? = nil,
    tolerance: DamageTolerance = .none
  ) throws {
    let file = try RecordingFile.open(path, options: RecordingOptions(tolerance: .none))
    let lead = try file.chooseLead()
    let leads = try file.electrocardiogramLeads()
    self.lead = leads.firstIndex(of: lead.signal) ?? 0
    let signal = try file.samples(ofSignal: lead.signal)
    let rate = file.signals[lead.signal].samplingRate
    let marksPath = "\(path).\(annotator)"
    let reference = try AnnotationFile.read(
      path: marksPath, within: tolerance == .none ? file.header : nil, tolerance: tolerance)
    let marks = try MarkedBeats(
      reference, of: file, signal: lead.signal, path: marksPath, tolerance: tolerance)
    let rhythms = MarkedRhythms(reference.annotations)
    func beats(_ peaks: [Int], _ labels: [Int?]) throws -> Beats {
      let times = peaks.map { Double($0) / rate }
      return Beats(
        peaks: peaks, content: try RecordingBeats(at: times, in: file, signals: leads, threads: 1),
        labels: labels,
        // The peaks count samples of the chosen lead; the marks, mostly frames of the record.
        isFibrillation: rhythms.rhythms(at: peaks.map { Double($0) / marks.scale })?
          .map { $0 == .fibrillation })
    }
    do {
      annotated = try beats(marks.peaks, marks.labels)
      let found = try RPeakDetector.peaks(in: signal, samplingRate: rate)
      detected = try beats(found, found.map { _ in nil })
    } catch let error as SamplingRateError {
      throw FileError(
        .badData, path: path, error.description, remedy: "Resample the recording")
    }
    let end = (file.duration * rate).rounded()
    self.reference =
      marks.remarks.isEmpty
      ? reference
      : AnnotationFile(
        annotations: reference.annotations.filter { Double($0.sample) * marks.scale < end },
        samplingRate: reference.samplingRate)
    remarks = reference.remarks + marks.remarks
    name = file.name
    self.patient = patient ?? InterPatientRecords.samePatient[name] ?? name
    samplingRate = rate
    frameRate = file.header?.samplingRate ?? rate
    leadNames = leads.map { file.leadName($0, orNumberAfter: "signal ") }
    sampleCount = signal.count
  }

  /// Whether the experts marked paced beats.
  public var isPaced: Bool { reference.annotations.contains { $0.symbol == "/" } }
}
