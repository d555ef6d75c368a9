/// A format that recordings are read from: what it is called, how a file of it is told, and how it is
/// opened.
///
/// A reader is one file or folder of this target that holds one of these values, and its line in
/// ``all``.
public struct RecordingFormat: Sendable {
  /// What a file of the format is called, such as `EDF file`.
  public let name: String
  /// Whether a file is of it and says so itself; of most tables of numbers nobody can tell what they are.
  let isSelfDescribing: @Sendable (RecordingSource) -> Bool
  let recognizes: @Sendable (RecordingSource) -> Bool
  let open: @Sendable (RecordingSource, RecordingOptions) throws -> RecordingFile

  /// Creates a format.
  ///
  /// - Parameters:
  ///   - recognizes: whether what is there is of this format, told from what it begins with or from
  ///     what lies beside it; asked in the order of ``all``.
  ///   - isSelfDescribing: whether it is, and says itself that it is a recording; nil where all of the
  ///     format do.
  ///   - open: opens what was recognised; throws a ``FileError`` where it is damaged.
  init(
    name: String, recognizes: @escaping @Sendable (RecordingSource) -> Bool,
    isSelfDescribing: (@Sendable (RecordingSource) -> Bool)? = nil,
    open: @escaping @Sendable (RecordingSource, RecordingOptions) throws -> RecordingFile
  ) {
    self.name = name
    self.isSelfDescribing = isSelfDescribing ?? recognizes
    self.recognizes = recognizes
    self.open = open
  }

  /// The formats that are read, in the order in which they are tried.
  public static let all: [RecordingFormat] = [.wfdb, .edf, .bdf, .appleHealth, .table]
}

extension RecordingFormat: Equatable {
  /// Formats are the same where they have one name.
  public static func == (first: RecordingFormat, second: RecordingFormat) -> Bool {
    first.name == second.name
  }
}
