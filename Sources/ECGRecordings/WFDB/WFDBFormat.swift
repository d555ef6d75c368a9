import ECGFiles
import Foundation

extension RecordingFormat {
  /// PhysioNet's WFDB: a `.hea` file with its signal files.
  public static let wfdb: RecordingFormat = RecordingFormat(
    name: "WFDB record", endings: ["hea": .own],
    recognizes: { recordPath($0) != nil },
    open: { source, options in
      let record = try WFDBRecord(
        path: recordPath(source) ?? source.path, in: source.folder,
        assuming: options.samplingRate, tolerance: options.tolerance, limits: options.limits)
      return RecordingFile(
        path: source.path, format: .wfdb, start: record.header.start, header: record.header,
        store: WFDBStore(record), folder: source.folder)
    })

  /// The path of the WFDB record that is named; nil where something else is.
  private static func recordPath(_ source: RecordingSource) -> String? {
    let (path, folder) = (source.path, source.folder)
    if path.hasSuffix(".hea") { return path }
    func hasHeader(_ path: String) -> Bool { folder.hasFile(path + ".hea") }
    guard folder.hasFile(path) else { return hasHeader(path) ? path : nil }
    let url = URL(filePath: path)
    let record = url.deletingPathExtension().relativePath
    // A signal file beside its header; other formats are known by what they begin with.
    guard !RecordingFinder.standalone.contains(url.pathExtension.lowercased()), record != path,
      hasHeader(record)
    else { return nil }
    return record
  }
}
