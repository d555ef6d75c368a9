public import ECGDatasets
import ECGFiles

/// Beats as text with as few digits as tell each `Float` from its neighbours.
public enum ShortDecimals {
  /// Writes a file.
  ///
  /// - Throws: `FileError` where it cannot be written.
  public static func write(_ beats: BeatDataset, to path: String) throws {
    var file = try OutputFile(path: path, overwrite: true)
    for beat in 0..<beats.count {
      let samples = beats[beat: beat].map { "\($0)" }.joined(separator: ",")
      try file.write("\(samples),\(beats.labels[beat])\n")
    }
    try file.commit()
  }
}
