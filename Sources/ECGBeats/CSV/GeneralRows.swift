import ECGRecordings

/// Rows of any numeric CSV file.
///
/// The text is cut at line ends into one piece a thread. A first pass counts the rows of each piece,
/// so that the second knows where its numbers belong and the lines of its errors.
struct GeneralRows {
  let layout: CSVLayout
  let path: String
  let task: BeatTask
  let nonFinite: BeatCSV.NonFinite

  /// A piece of the text.
  private struct Piece: Sendable {
    let bytes: Range<Int>
    /// The lines in it, and those among them that are not blank.
    var lines = 0
    var rows = 0
  }

  /// The data of `bytes`, which begin with the first row.
  ///
  /// - Throws: `FileError` of kind `badData` for the first line that is not as it should be.
  func read(
    _ bytes: UnsafeBufferPointer<UInt8>, threads: Int
  ) throws -> BeatCSV.Content {
    guard let start = bytes.baseAddress else { return ([], []) }
    nonisolated(unsafe) let text = start
    let cuts = pieces(of: bytes, count: threads)
    let pieces = Parallel.map(cuts.count, threads: cuts.count) { range in
      counted(cuts[range.lowerBound], of: text)
    }
    let rows = pieces.reduce(0) { $0 + $1.rows }
    var labels = [Int](repeating: 0, count: layout.isLabelled ? rows : 0)
    var failure: FileError?
    let values = [Float](unsafeUninitializedCapacity: rows * layout.samplesPerBeat) { out, count in
      labels.withUnsafeMutableBufferPointer { labels in
        failure = parse(pieces, of: text, into: out, labels)
      }
      // Without a failure every sample of every row has been written.
      count = failure == nil ? rows * layout.samplesPerBeat : 0
    }
    if let failure { throw failure }
    return (values, labels)
  }

  /// Cuts the text behind line feeds into at most `count` pieces of nearly equal size.
  private func pieces(of bytes: UnsafeBufferPointer<UInt8>, count: Int) -> [Piece] {
    guard let text = bytes.baseAddress else { return [] }
    var cuts = [0]
    for piece in 1..<max(count, 1) {
      let feed = LineFeed.first(
        from: text + bytes.count / count * piece, to: text + bytes.count)
      let cut = min(feed - text + 1, bytes.count)
      if let last = cuts.last, cut > last { cuts.append(cut) }
    }
    if let last = cuts.last, last < bytes.count { cuts.append(bytes.count) }
    return zip(cuts, cuts.dropFirst()).map { Piece(bytes: $0..<$1) }
  }

  private func counted(_ piece: Piece, of text: UnsafePointer<UInt8>) -> Piece {
    var piece = piece
    for line in TextLines(from: text + piece.bytes.lowerBound, to: text + piece.bytes.upperBound) {
      piece.lines += 1
      piece.rows += line.isBlank ? 0 : 1
    }
    return piece
  }

  /// Parses the pieces at the same time; the error is that of the lowest line, if any.
  private func parse(
    _ pieces: [Piece], of text: UnsafePointer<UInt8>,
    into values: UnsafeMutableBufferPointer<Float>, _ labels: UnsafeMutableBufferPointer<Int>
  ) -> FileError? {
    let starts = pieces.reduce(into: [(line: layout.line, row: 0)]) { starts, piece in
      let last = starts[starts.count - 1]
      starts.append((last.line + piece.lines, last.row + piece.rows))
    }
    // Each piece writes to rows of its own.
    nonisolated(unsafe) let (text, values, labels) = (text, values, labels)
    let failures = Parallel.map(pieces.count, threads: pieces.count) { range -> FileError? in
      let piece = range.lowerBound
      var (line, row) = starts[piece]
      let bytes = pieces[piece].bytes
      for content in TextLines(from: text + bytes.lowerBound, to: text + bytes.upperBound) {
        if !content.isBlank {
          let reader = CSVRowReader(rows: self, line: line, row: row)
          let failure = reader.read(
            content.bytes, into: values, labels)
          if let failure { return failure }
          row += 1
        }
        line += 1
      }
      return nil
    }
    return failures.compactMap { $0 }.first
  }
}
