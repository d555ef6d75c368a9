/// A format that recordings are read from: what it is called, how a file of it is told, and
/// how it is opened.
///
/// A reader is one file or folder of this target that holds one of these values, and its line in
/// ``all``.
public struct RecordingFormat: Sendable {
  /// What a file of the format is called, such as `EDF file`.
  public let name: String
  /// The endings of its files, in small letters, and what each says.
  let endings: [String: Ending]
  /// Whether a file is of it and says so itself; of most tables of numbers nobody can
  /// tell what they are.
  let isSelfDescribing: @Sendable (RecordingSource) -> Bool
  let recognizes: @Sendable (RecordingSource) -> Bool
  let open: @Sendable (RecordingSource, RecordingOptions) throws -> RecordingFile

  /// What the ending of a file says of it.
  enum Ending {
    /// Nothing else is called so: the file is meant for a recording, whatever is in it.
    case own
    /// Usual for recordings, though other files are called so too.
    case usual
    /// Most files that are called so are no recordings.
    case unusual
  }

  /// Creates a format.
  ///
  /// - Parameters:
  ///   - endings: of its files.
  ///   - recognizes: whether what is there is of this format, told from what it begins with or from
  ///     what lies beside it; asked in the order of ``all``.
  ///   - isSelfDescribing: whether it is, and says itself that it is a recording; nil where all of
  ///     the format do.
  ///   - open: opens what was recognised; throws a ``FileError`` where it is damaged.
  init(
    name: String, endings: [String: Ending],
    recognizes: @escaping @Sendable (RecordingSource) -> Bool,
    isSelfDescribing: (@Sendable (RecordingSource) -> Bool)? = nil,
    open: @escaping @Sendable (RecordingSource, RecordingOptions) throws -> RecordingFile
  ) {
    self.name = name
    self.endings = endings
    self.isSelfDescribing = isSelfDescribing ?? recognizes
    self.recognizes = recognizes
    self.open = open
  }

  /// The formats that are read, in the order in which they are tried.
  public static let all: [RecordingFormat] = [.wfdb, .edf, .bdf, .appleHealth, .table]
}

extension RecordingFormat {
  /// The endings of files of some formats that say one of some things.
  static func endings(
    _ kinds: Set<Ending> = [.own, .usual, .unusual], of formats: [RecordingFormat] = all
  ) -> Set<String> {
    Set(formats.flatMap { $0.endings.filter { kinds.contains($0.value) }.keys })
  }

  /// The endings of the files of all formats.
  package static let allEndings = endings()

  /// The formats of which a file is a recording by itself: all but WFDB, whose signals lie
  /// beside their header.
  static let standalone = all.filter { $0 != .wfdb }
}

extension RecordingFormat: Equatable {
  /// Formats are the same where they have one name.
  public static func == (first: RecordingFormat, second: RecordingFormat) -> Bool {
    first.name == second.name
  }
}
