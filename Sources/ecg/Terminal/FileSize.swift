import Foundation

/// The size of a file in powers of ten, as it is shown in a terminal: `411.5 MB`.
struct FileSize: CustomStringConvertible {
  private let bytes: Double

  /// The size of the file at `path`; 0 where there is none.
  init(of path: String) {
    var status = stat()
    // Of what a link leads to.
    bytes = stat(path, &status) == 0 ? Double(status.st_size) : 0
  }

  var description: String {
    bytes < 1e6
      ? String(format: "%.1f kB", bytes / 1e3) : String(format: "%.1f MB", bytes / 1e6)
  }
}
