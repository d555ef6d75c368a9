public import ECGParallel
import ECGFiles

extension BeatCSV {
  /// The beats of a file, to be read block by block; see
  /// ``read(path:task:labels:samplesPerBeat:nonFinite:threads:)``.
  ///
  /// - Throws: `FileError` of kind `noInput` where there is no such file, or of kind
  ///   `badData` where its first lines are not what they should be. Lines further down are
  ///   found as they are read.
  public static func stream(
    path: String, task: BeatTask = .arrhythmia, labels: Labels = .required,
    samplesPerBeat: Int? = BeatDataset.kaggleSamplesPerBeat, nonFinite: NonFinite = .refuse,
    threads: Int = ThreadCount.allCores
  ) throws -> BeatStream {
    let file = try MappedFile(path: path)
    let bytes = file.bytes.bindMemory(to: UInt8.self)
    let layout = try CSVLayout(
      of: bytes, path: path, labels: labels, samplesPerBeat: samplesPerBeat)
    let body = UnsafeBufferPointer(rebasing: bytes[layout.body...])
    let rows = GeneralRows(layout: layout, file: file, task: task, nonFinite: nonFinite)
    let pieces = rows.pieces(of: body, threads: threads)
    return BeatStream(
      task: task, source: .csv([path]), count: pieces.reduce(0) { $0 + $1.rows },
      samplesPerBeat: layout.samplesPerBeat, isLabelled: layout.isLabelled
    ) { visit in
      for start in stride(from: 0, to: pieces.count, by: max(threads, 1)) {
        let turn = pieces[start..<min(start + max(threads, 1), pieces.count)]
        let content = try rows.read(turn, of: body, threads: threads)
        try visit(
          BeatDataset(
            task: task, source: .csv([path]), samplesPerBeat: layout.samplesPerBeat,
            values: content.values, labels: content.labels))
      }
    }
  }
}
