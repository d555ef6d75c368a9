public import Foundation

/// What went wrong with a file, in the terms of the person who named it.
///
/// One error is one message: the file, the place in it, what was expected and what was found, and
/// what to do. The commands turn `kind` into the exit code.
public struct FileError: Error, Equatable, Sendable {
  /// What the error means for the caller; the values are those of BSD's `sysexits.h`.
  public enum Kind: Int32, Sendable {
    /// The content is not what it should be.
    case badData = 65
    /// The file is missing or cannot be opened for reading.
    case noInput = 66
    /// A server, the network or a library of the system cannot be reached.
    case unavailable = 69
    /// The output cannot be created.
    case cannotWrite = 73
    /// Reading or writing broke off.
    case inputOutput = 74
  }

  /// A place in a file.
  public enum Location: Equatable, Sendable {
    /// A line, counted from 1.
    case line(Int)
    /// A byte offset, counted from 0.
    case byte(Int)
    /// The file as a whole.
    case whole
  }

  /// What went wrong, for programs that have an answer to it of their own: another status, a
  /// button, going on.
  public enum Reason: String, Sendable, CaseIterable {
    /// The beats have another number of samples than was asked for.
    case beatLength
    /// The samples of a signal do not add up to the checksum that its header gives.
    case checksum
    /// The file asks for more than the reader was allowed to give, and may be in order otherwise.
    case exceedsLimit
    /// The system takes no name as long as the file's.
    case nameTooLong
  }

  /// What the error means for the caller.
  public var kind: Kind
  /// The file's path as the user named it.
  public var path: String
  /// Where in the file.
  public var location: Location
  /// What was expected and what was found.
  public var problem: String
  /// What to do about it; empty where nothing useful can be said.
  public var remedy: Remedy
  /// What went wrong; nil where nothing follows from it but that the message is to be shown.
  public var reason: Reason?

  /// Creates an error.
  public init(
    _ kind: Kind, path: String, at location: Location = .whole, _ problem: String,
    remedy: Remedy = "", reason: Reason? = nil
  ) {
    self.kind = kind
    self.path = path
    self.location = location
    self.problem = problem
    self.remedy = remedy
    self.reason = reason
  }
}

extension FileError.Reason {
  /// The reason that the system's error number `code` gives, if it is one.
  package init?(errno code: Int32) {
    guard code == ENAMETOOLONG else { return nil }
    self = .nameTooLong
  }
}

extension FileError: CustomStringConvertible {
  private static let longestProblem = 1000
  /// Where a line of something else is taken for a path, it is no longer than it takes to find it.
  private static let longestPath = 400

  /// The message, one line: `path: line 3: expected …, found …. Do this.`
  ///
  /// - Parameter spelling: how the settings that ``remedy`` asks for are spelt where it is shown.
  public func message(_ spelling: Remedy.Spelling) -> String {
    let position =
      switch location {
      case .line(let line): ": line \(line)"
      case .byte(let byte): ": byte \(byte)"
      case .whole: ""
      }
    let advice = remedy.text(spelling)
    // What a file holds may be quoted in it, and so may its names be, however long they are.
    let (path, problem) = (
      Self.shortened(path, to: Self.longestPath), Self.shortened(problem, to: Self.longestProblem)
    )
    return ("\(path)\(position): \(problem)" + (advice.isEmpty ? "" : ". \(advice)")).printable
  }

  private static func shortened(_ text: String, to length: Int) -> String {
    text.count > length ? "\(text.prefix(length - 100)) … \(text.suffix(100))" : text
  }

  /// The message, with the settings that ``remedy`` asks for unnamed.
  public var description: String { message(.unnamed) }
}

extension FileError: LocalizedError {
  /// The message, for what shows errors by their localised description.
  public var errorDescription: String? { description }
}
