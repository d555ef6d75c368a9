import ECGRecordings
import ECGText

extension RecordingCollection {
  /// Tells what was passed over or left out, and why.
  func tell(_ console: Console) {
    if tables > 0 {
      let isOne = tables == 1
      console.note(
        """
        \(tables.counted("table")) that \(isOne ? "does" : "do") not say the sampling rate \
        \(isOne ? "is" : "are") passed over; give --rate to take \
        \(isOne ? "it for a recording" : "them for recordings").
        """)
    }
    if others > 0 {
      console.note("\(others.counted("other file")) passed over.")
    }
    if let inner = Wording.first(of: innerArchives, other: "archive") {
      console.warn(
        "\(inner) left out: an archive within an archive is not looked into. Unpack the outer one, and name "
          + "its folder.")
    }
    if let packed = Wording.first(of: packed, other: "file") {
      console.warn(
        "\(packed) left out: packed in a way that is not looked into. Unpack what holds recordings."
      )
    }
    if let folders = Wording.first(of: results, other: "folder") {
      console.note("\(folders) passed over: an earlier run has left its results there.")
    }
    if repeated > 0 {
      console.note(
        "\(repeated.counted("path")) passed over that \(repeated == 1 ? "leads" : "lead") "
          + "to a recording that is taken by another name.")
    }
  }
}
