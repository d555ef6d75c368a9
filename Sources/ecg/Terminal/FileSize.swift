import Foundation

/// The size of a file in powers of ten, as it is shown in a terminal: `411.5 MB`.
struct FileSize: CustomStringConvertible {
  private let bytes: Double

  /// The size of the file at `path`; 0 where there is none.
  init(of path: String) {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    bytes = Double((attributes?[.size] as? NSNumber)?.intValue ?? 0)
  }

  var description: String {
    bytes < 1e6
      ? String(format: "%.1f kB", bytes / 1e3) : String(format: "%.1f MB", bytes / 1e6)
  }
}
