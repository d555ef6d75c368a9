import ECGFiles
import ECGText
import Foundation

/// What `prepare` wrote: its JSON document, and a table for the terminal.
struct Prepared: Encodable {
  /// The paths written: beats to train with, beats to test with, and where each came from.
  let files: [String]
  let trainBeats: Int
  let testBeats: Int

  /// The files with their rows and sizes.
  var table: String {
    let rows = zip(files, [trainBeats, testBeats, trainBeats, testBeats]).map { path, beats in
      [path, "\(beats.grouped) beats", "\(ByteCount(ofFile: path))"]
    }
    return TextTable(rows: rows).description
  }
}

/// What `prepare csv` and `prepare synthetic` wrote.
struct PreparedFile: Encodable {
  /// The path written.
  let file: String
  let beats: Int

  /// The file with its rows and size.
  var table: String {
    TextTable(rows: [[file, "\(beats.grouped) beats", "\(ByteCount(ofFile: file))"]]).description
  }
}
