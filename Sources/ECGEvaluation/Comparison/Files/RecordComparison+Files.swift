import ECGFiles
import ECGRecordings

extension RecordComparison {
  /// Reads and compares two annotation files of one record.
  ///
  /// The record's rate and length come from its header (`.hea`) beside the reference or, failing
  /// that, beside the test. Without a header the annotation files have to give their own rate.
  ///
  /// - Throws: `FileError`: of kind `noInput` where a file is missing, of kind `badData` where one
  ///   is damaged, where the files are not of the same record (headers that disagree, many beats
  ///   past the record's end), or where the record ends before the comparison begins.
  public init(_ pair: AnnotationPair, settings: ComparisonSettings = .standard) throws {
    self = try Self.comparison(of: pair, settings: settings).get()
  }

  /// The same; a failure is that of a record that ends before the comparison begins.
  static func comparison(
    of pair: AnnotationPair, settings: ComparisonSettings
  ) throws -> Result<RecordComparison, FileError> {
    let names = (reference: FileName(pair.reference), test: FileName(pair.test))
    let reference = try AnnotationFile.read(path: pair.reference)
    let test = try AnnotationFile.read(path: pair.test)
    let frame = try RecordFrame(pair, reference: reference, test: test)
    let remarks = try [(pair.reference, reference), (pair.test, test)].flatMap { path, file in
      try frame.check(file, path: path).map { "\(path): \($0)" }
    }
    if let count = frame.sampleCount, Double(count) < settings.start * frame.samplingRate {
      return .failure(frame.endsEarly(at: Double(count) / frame.samplingRate, settings))
    }
    var comparison = RecordComparison(
      record: pair.record, reference: reference, test: test,
      annotators: (names.reference.suffix, names.test.suffix), samplingRate: frame.samplingRate,
      sampleCount: frame.sampleCount, settings: settings)
    comparison.remarks = remarks
    return .success(comparison)
  }
}
