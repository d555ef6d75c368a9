import Foundation

/// Paths of outputs, as the person would write them.
enum OutputPaths {
  /// The path of a file in a folder.
  static func path(of name: String, in folder: String) -> String {
    URL(filePath: folder).appending(path: name).relativePath
  }
}
