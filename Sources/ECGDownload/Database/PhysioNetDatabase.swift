import Foundation

/// A database of recordings that PhysioNet publishes.
public struct PhysioNetDatabase: Equatable, Sendable {
  /// The short name, as in `ecg download` and in PhysioNet's addresses.
  public let name: String
  /// The full name.
  public let title: String
  /// Where its files are, its `RECORDS` and `SHA256SUMS.txt` among them.
  public let address: String
  /// The kinds of files that each record has and that beats are made from.
  public let extensions: [String]
  /// The kinds of files that come along where a record has them, such as annotations.
  public let optionalExtensions: [String]
  /// Files that come along where the database has them: labels of whole records, the licence.
  public let documents: [String]
  /// About how many bytes these files have in all; nil where that was not counted.
  public let size: Int?
  /// About how many bytes all files of the database have; nil where that was not counted.
  public let fullSize: Int?
  /// Where the size was not counted: the bytes that a download may have, several times those of
  /// records of that number, length and rate. No measure of what it has.
  public let mostBytes: Int

  /// Creates a database.
  public init(
    name: String, title: String, address: String, extensions: [String],
    optionalExtensions: [String] = [], documents: [String] = [], size: Int? = nil,
    fullSize: Int? = nil, mostBytes: Int = 50_000_000_000
  ) {
    self.mostBytes = mostBytes
    self.name = name
    self.title = title
    self.address = address
    self.extensions = extensions
    self.optionalExtensions = optionalExtensions
    self.documents = documents
    self.size = size
    self.fullSize = fullSize
  }

  /// The page that tells of the database, its licence and how to cite it.
  public var page: String { address.replacing("/files/", with: "/content/") }

  /// The address of a folder on a server, with the slash at its end; nil where it is none that
  /// files can be fetched from.
  public static func folder(_ address: String) -> String? {
    let address = address.hasSuffix("/") ? address : address + "/"
    guard
      let url = URL(string: address), let scheme = url.scheme?.lowercased(),
      scheme == "https" || scheme == "http", url.host()?.isEmpty == false, url.query() == nil,
      url.fragment() == nil
    else { return nil }
    return address
  }
}
