import Foundation

/// A database of recordings that PhysioNet publishes.
public struct PhysioNetDatabase: Equatable, Sendable {
  /// The short name, as in `ecg download`.
  public let name: String
  /// The full name.
  public let title: String
  /// Where its files are, its `RECORDS` and `SHA256SUMS.txt` among them.
  public let address: String
  /// The kinds of files of each record that beats are made from.
  public let extensions: [String]
  /// About how many bytes these files have in all.
  public let size: Int
  /// About how many bytes all files of the database have.
  public let fullSize: Int

  /// The databases that can be named.
  public static let all = [mitdb, ptbdb]

  /// The MIT-BIH Arrhythmia Database: 48 records.
  ///
  /// Source: G. B. Moody, R. G. Mark, IEEE Eng. in Med. and Biol. 20(3), 2001.
  public static let mitdb = PhysioNetDatabase(
    name: "mitdb", title: "the MIT-BIH Arrhythmia Database",
    address: "https://physionet.org/files/mitdb/1.0.0/", extensions: ["hea", "dat", "atr"],
    size: 93_900_000, fullSize: 110_000_000)

  /// The PTB Diagnostic ECG Database: 549 records. The Frank leads, in files of their own (`.xyz`),
  /// are not needed.
  ///
  /// Source: R. Bousseljot, D. Kreiseler, A. Schnabel, Biomedizinische Technik 40(S1), 1995.
  public static let ptbdb = PhysioNetDatabase(
    name: "ptbdb", title: "the PTB Diagnostic ECG Database",
    address: "https://physionet.org/files/ptbdb/1.0.0/", extensions: ["hea", "dat"],
    size: 1_400_000_000, fullSize: 1_800_000_000)

  /// Creates a database.
  public init(
    name: String, title: String, address: String, extensions: [String], size: Int, fullSize: Int
  ) {
    self.name = name
    self.title = title
    self.address = address
    self.extensions = extensions
    self.size = size
    self.fullSize = fullSize
  }

  /// The address of a folder on a server, with the slash at its end; nil where it is none that files
  /// can be fetched from.
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
