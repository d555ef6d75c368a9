import Foundation

/// A folder that a download has not filled yet, told by a hidden file in it.
package enum UnfinishedFolder {
  /// The hidden file's name.
  package static let marker = ".unfinished"

  /// Whether the folder at `path` waits for the rest of its files.
  package static func isUnfinished(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(path)/\(marker)")
  }
}
