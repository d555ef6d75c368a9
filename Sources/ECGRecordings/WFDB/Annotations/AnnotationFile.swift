/// The content of an MIT-format annotation file (WFDB's `annot(5)`), such as `100.atr`.
public struct AnnotationFile: Equatable, Sendable {
  /// The suffix of the annotations of experts, as PhysioNet's databases have it.
  public static let expertAnnotator = "atr"

  /// The annotations in order of time; those of one time keep the order they were given in.
  public let annotations: [Annotation]
  /// The rate in Hz that the annotations' samples count at, where the file gives its own; otherwise
  /// the record's rate holds.
  public let samplingRate: Double?
  /// What of the file is not as it should be though it was read, in sentences without a full stop.
  public private(set) var remarks: [String] = []

  /// Creates a file's content; the annotations are brought into order of time.
  public init(annotations: [Annotation], samplingRate: Double? = nil) {
    let isOrdered = zip(annotations, annotations.dropFirst()).allSatisfy { $0.sample <= $1.sample }
    // The library's sort is stable.
    self.annotations = isOrdered ? annotations : annotations.sorted { $0.sample < $1.sample }
    self.samplingRate = samplingRate
  }

  /// Creates what was read of a file.
  init(annotations: [Annotation], samplingRate: Double?, remarks: [String]) {
    self.init(annotations: annotations, samplingRate: samplingRate)
    self.remarks = remarks
  }
}

/// The words of the format: 16 bits, of which the upper 6 are a code and the lower 10 a number.
enum AnnotationWord {
  /// The codes that are no marks but qualify the mark before them (SKIP: the one after).
  static let skip: UInt8 = 59
  static let number: UInt8 = 60
  static let subtype: UInt8 = 61
  static let channel: UInt8 = 62
  static let aux: UInt8 = 63
  /// The longest time that fits in a word.
  static let longestStep = 1023
  /// A comment's code.
  static let note: UInt8 = 22
  /// How the note begins that gives the file's rate.
  static let frequencyNote = "## time resolution: "
}
