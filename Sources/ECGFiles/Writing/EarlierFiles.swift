import Foundation

/// The files that stood under some names before several new ones took their places, kept until all
/// have, so that either all are replaced or none is.
package struct EarlierFiles {
  /// The paths where there was nothing.
  private let free: [String]
  /// Second names of the earlier files, by their paths.
  private let kept: [String: String]

  /// Keeps the files at `paths`, where there are any, under second names in the same folders.
  ///
  /// On a file system without hard links nothing is kept. Second names that a killed process has
  /// left are taken away.
  package init(_ paths: [String]) {
    var free: [String] = []
    var kept: [String: String] = [:]
    for path in paths {
      let url = URL(filePath: path)
      let name = url.deletingLastPathComponent()
        .appending(path: ".\(url.lastPathComponent).earlier").path
      unlink(name)
      if link(path, name) == 0 {
        kept[path] = name
      } else if errno == ENOENT {
        free.append(path)
      }
    }
    self.free = free
    self.kept = kept
  }

  /// Puts the earlier files back, and takes away what stands where there were none.
  package func restore() {
    for path in free { unlink(path) }
    for (path, name) in kept { rename(name, path) }
    // A file that was not replaced has both names still.
    forget()
  }

  /// Takes the second names away.
  package func forget() {
    for name in kept.values { unlink(name) }
  }
}
