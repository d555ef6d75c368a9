import ECGFiles
import ECGParallel
import ECGText

/// Rows of any numeric CSV file.
///
/// The text is cut at line ends into pieces of a few megabytes, which threads share. A first pass
/// counts the rows of each piece, so that the second knows where its numbers belong and the lines
/// of its errors. The memory of a piece's text is given back after each pass.
struct GeneralRows {
  let layout: CSVLayout
  /// The file whose bytes they are.
  let file: MappedFile
  let task: BeatTask
  let nonFinite: BeatCSV.NonFinite

  var path: String { file.path }

  /// A piece of the text.
  struct Piece: Sendable {
    let bytes: Range<Int>
    /// The lines in it, and those among them that are not blank.
    var lines = 0
    var rows = 0
    /// The number of its first line, counted from 1, and of its first row, counted from 0.
    var firstLine = 0
    var firstRow = 0
  }

  /// The bytes in a piece, up to the end of a line.
  private static let pieceBytes = 1 << 22

  /// The data of `bytes`, which begin with the first row.
  ///
  /// - Throws: `FileError` of kind `badData` for the first line that is not as it should be.
  func read(
    _ bytes: UnsafeBufferPointer<UInt8>, threads: Int
  ) throws -> BeatCSV.Content {
    try read(pieces(of: bytes, threads: threads)[...], of: bytes, threads: threads)
  }

  /// The data of pieces of `bytes` that follow one another.
  ///
  /// - Throws: `FileError` of kind `badData` for the first line that is not as it should be.
  func read(
    _ pieces: ArraySlice<Piece>, of bytes: UnsafeBufferPointer<UInt8>, threads: Int
  ) throws -> BeatCSV.Content {
    let rows = pieces.reduce(0) { $0 + $1.rows }
    var labels = [Int](repeating: 0, count: layout.isLabelled ? rows : 0)
    var failure: FileError?
    let values = [Float](unsafeUninitializedCapacity: rows * layout.samplesPerBeat) { out, count in
      labels.withUnsafeMutableBufferPointer { labels in
        failure = parse(pieces, of: bytes, into: out, labels, threads: threads)
      }
      // Without a failure every sample of every row has been written.
      count = failure == nil ? rows * layout.samplesPerBeat : 0
    }
    if let failure { throw failure }
    return (values, labels)
  }

  /// Cuts the text behind line feeds into pieces and counts the rows of each.
  func pieces(of bytes: UnsafeBufferPointer<UInt8>, threads: Int) -> [Piece] {
    guard let start = bytes.baseAddress else { return [] }
    nonisolated(unsafe) let text = start
    var cuts = [0]
    for target in stride(from: Self.pieceBytes, to: bytes.count, by: Self.pieceBytes) {
      let feed = layout.ending.first(from: text + target, to: text + bytes.count)
      let cut = min(feed - text + 1, bytes.count)
      if let last = cuts.last, cut > last { cuts.append(cut) }
    }
    if let last = cuts.last, last < bytes.count { cuts.append(bytes.count) }
    let ranges = zip(cuts, cuts.dropFirst()).map { $0..<$1 }
    let parts = ParallelWork.mapRanges(ranges.count, threads: threads) { part in
      ranges[part].map { counted(Piece(bytes: $0), of: text) }
    }
    var (line, row) = (layout.line, 0)
    return parts.flatMap { $0 }.map { piece in
      var piece = piece
      (piece.firstLine, piece.firstRow) = (line, row)
      line += piece.lines
      row += piece.rows
      return piece
    }
  }

  private func counted(_ piece: Piece, of text: UnsafePointer<UInt8>) -> Piece {
    var piece = piece
    for line in lines(of: piece, in: text) {
      piece.lines += 1
      piece.rows += TextLines.isBlank(line) ? 0 : 1
    }
    release(piece, of: text)
    return piece
  }

  private func lines(of piece: Piece, in text: UnsafePointer<UInt8>) -> TextLines {
    TextLines(
      from: text + piece.bytes.lowerBound, to: text + piece.bytes.upperBound,
      ending: layout.ending)
  }

  private func release(_ piece: Piece, of text: UnsafePointer<UInt8>) {
    file.release(
      UnsafeRawBufferPointer(start: text + piece.bytes.lowerBound, count: piece.bytes.count))
  }

  /// Parses pieces that follow one another, at the same time; the error is that of the lowest line,
  /// if any.
  ///
  /// - Parameters:
  ///   - values: room for the samples of the pieces' rows.
  ///   - labels: room for their labels, where they have any.
  private func parse(
    _ pieces: ArraySlice<Piece>, of bytes: UnsafeBufferPointer<UInt8>,
    into values: UnsafeMutableBufferPointer<Float>, _ labels: UnsafeMutableBufferPointer<Int>,
    threads: Int
  ) -> FileError? {
    guard let start = bytes.baseAddress, let first = pieces.first else { return nil }
    // Each piece writes to rows of its own.
    nonisolated(unsafe) let (text, values, labels) = (start, values, labels)
    let failures = ParallelWork.mapRanges(pieces.count, threads: threads) { part -> FileError? in
      for piece in pieces[pieces.startIndex + part.lowerBound..<pieces.startIndex + part.upperBound]
      {
        let failure = parse(piece, of: text, into: values, labels, firstRow: first.firstRow)
        release(piece, of: text)
        if let failure { return failure }
      }
      return nil
    }
    return failures.compactMap { $0 }.first
  }

  private func parse(
    _ piece: Piece, of text: UnsafePointer<UInt8>,
    into values: UnsafeMutableBufferPointer<Float>, _ labels: UnsafeMutableBufferPointer<Int>,
    firstRow: Int
  ) -> FileError? {
    var (line, row) = (piece.firstLine, piece.firstRow)
    let end = text + piece.bytes.upperBound
    for content in lines(of: piece, in: text) {
      if !TextLines.isBlank(content) {
        let reader = CSVRowReader(rows: self, line: line, row: row, offset: row - firstRow)
        if let failure = reader.read(content, of: end, into: values, labels) { return failure }
        row += 1
      }
      line += 1
    }
    return nil
  }
}
