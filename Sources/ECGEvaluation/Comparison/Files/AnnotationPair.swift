/// A record's reference and test annotations, as files.
public struct AnnotationPair: Equatable, Sendable {
  /// The record's name: the file name without the annotator.
  public let record: String
  /// The path of the reference's annotations.
  public let reference: String
  /// The path of the annotations that are tested.
  public let test: String

  /// Names two files; the record's name is the reference's file name without its suffix.
  public init(reference: String, test: String) {
    self.init(record: FileName(reference).stem, reference: reference, test: test)
  }

  /// Whether both files are named after the same record.
  public var isOfOneRecord: Bool { FileName(reference).stem == FileName(test).stem }

  init(record: String, reference: String, test: String) {
    (self.record, self.reference, self.test) = (record, reference, test)
  }
}
