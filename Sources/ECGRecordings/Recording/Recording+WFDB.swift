import Foundation

extension Recording {
  /// Reads a WFDB record: its header and all its signals, checked against the header's lengths and
  /// checksums.
  ///
  /// - Parameter path: the `.hea` file, or the record's path without `.hea`.
  /// - Throws: ``FileError`` that names the header or the signal file.
  public static func read(path: String) throws -> Recording {
    let headerPath = RecordHeader.path(of: path)
    let header = try RecordHeader.read(path: headerPath)
    let folder = URL(filePath: headerPath).deletingLastPathComponent()
    var samples: [[Int32]] = []
    var rest = header.signals[...]
    while let first = rest.first {
      // Signals that share a file stand one after the other.
      let signals = Array(rest.prefix { $0.fileName == first.fileName })
      rest.removeFirst(signals.count)
      let reader = SignalFileReader(
        path: folder.appending(path: first.fileName).relativePath, headerPath: headerPath,
        signals: signals, frameCount: header.frameCount)
      samples += try reader.read()
    }
    return Recording(header: header, samples: samples)
  }
}
