import ECGFiles
import Foundation

/// The signals that share one file, of which any stretch can be read.
///
/// A file is a sequence of frames; a frame holds `samplesPerFrame` samples of each signal in turn.
struct SignalFile: Sendable {
  let path: String
  let headerPath: String
  /// The signals in the file, in the header's order; one or more.
  let signals: [SignalDescription]
  /// The frames of the file that are read.
  var frameCount: Int { stored.frameCount }
  /// The frames that the file holds, which may be more.
  var heldFrameCount: Int { stored.heldFrameCount }
  private let stored: any StoredSamples
  private let frameSize: Int
  /// In format 8, the samples before every ``checkpoint`` frames, of each signal.
  private var sums: [[Int32]] = []

  /// The largest number of samples in a frame; far more than any recorder has.
  private static let largestFrame = 1 << 20
  /// Format 8 can be entered every so many frames.
  private static let checkpoint = 1 << 16

  /// - Parameters:
  ///   - signals: the signals of the file, one or more of one format and byte offset.
  ///   - frameCount: the number of frames, or nil to take as many as the file holds.
  ///   - folder: where the file is.
  ///   - readsCutShort: whether a file that is shorter is taken as far as it goes.
  /// - Throws: ``FileError`` where the file is missing, empty, shorter than that or in a format
  ///   that cannot be read.
  init(
    path: String, headerPath: String, signals: [SignalDescription], frameCount: Int?,
    in folder: InputFolder, readsCutShort: Bool = false
  ) throws {
    let headerName = URL(filePath: headerPath).lastPathComponent
    guard let first = signals.first,
      signals.allSatisfy({ $0.format == first.format && $0.byteOffset == first.byteOffset })
    else {
      throw FileError(
        .badData, path: headerPath,
        "expected one format and byte offset for all signals in "
          + "\(URL(filePath: path).lastPathComponent.quoted)",
        remedy: "Correct the header or fetch it again")
    }
    // Each is at most 65,536 and the header holds a line for it: the sum cannot overflow.
    frameSize = signals.reduce(0) { $0 + $1.samplesPerFrame }
    guard frameSize <= Self.largestFrame else {
      throw FileError(
        .badData, path: headerPath,
        "expected at most \(Self.largestFrame) samples in a frame of \(first.fileName.quoted), found "
          + "\(frameSize)", remedy: "Correct the header or fetch it again")
    }
    let bytes: FileBytes
    do {
      bytes = try folder.bytes(path)
    } catch var error as FileError where error.kind == .noInput {
      error.remedy = "The header \(headerName) names it; put it beside the header"
      throw error
    }
    if ForeignFile.isPointer(try bytes.read(0..<min(bytes.count, 64))) {
      throw FileError(
        .badData, path: bytes.path,
        "expected samples, found \(ForeignFile.pointer.name)", remedy: ForeignFile.pointer.remedy)
    }
    stored =
      if let packing = first.format.packing {
        try PackedSamples(
          bytes, packing, byteOffset: first.byteOffset, frameSize: frameSize,
          frameCount: frameCount, headerName: headerName, readsCutShort: readsCutShort)
      } else {
        try FLACSamples(bytes, signals: signals, frameCount: frameCount, headerName: headerName)
      }
    self.path = bytes.path
    self.headerPath = headerPath
    self.signals = signals
    if first.format == .format8 { sums = try checkpoints() }
  }

  /// The stored samples of some signals in ADC units.
  ///
  /// - Parameters:
  ///   - wanted: indices into `signals`.
  ///   - frames: frames of the file.
  func samples(of wanted: [Int], frames: Range<Int>) throws -> [[Int32]] {
    var result = wanted.map {
      [Int32](repeating: 0, count: frames.count * signals[$0].samplesPerFrame)
    }
    var columns: [Int] = []
    for signal in signals { columns.append((columns.last ?? 0) + signal.samplesPerFrame) }
    // Format 8 is summed up from the last place where the sum is known.
    let start =
      sums.isEmpty ? frames.lowerBound : frames.lowerBound / Self.checkpoint * Self.checkpoint
    var last = sums.isEmpty ? [] : sums[start / Self.checkpoint]
    try stored.forEachChunk(of: start..<frames.upperBound) { chunk, position in
      if !last.isEmpty { sum(chunk, from: &last) }
      let skipped = max(frames.lowerBound - position, 0)
      let count = chunk.count / frameSize - skipped
      guard count > 0 else { return }
      for (index, signal) in wanted.enumerated() {
        let width = signals[signal].samplesPerFrame
        let column = columns[signal] - width
        result[index].withUnsafeMutableBufferPointer { result in
          var from = skipped * frameSize + column
          var to = (position + skipped - frames.lowerBound) * width
          for _ in 0..<count {
            // One sample of a signal in a frame is what most files have, and a loop for one costs
            // more than the copy.
            if width == 1 {
              result[to] = chunk[from]
            } else {
              for sample in 0..<width { result[to + sample] = chunk[from + sample] }
            }
            from += frameSize
            to += width
          }
        }
      }
    }
    return result
  }

  /// Compares the sum of each signal's samples with the header's, where it gives one: 0 is what
  /// stands there where the writer did not reckon it, as in all records of the Challenge of 2017.
  func verifyChecksums() throws {
    guard signals.contains(where: { $0.statedChecksum != nil }) else { return }
    var found = [Int32](repeating: 0, count: signals.count)
    let step = 1 << 14
    for start in stride(from: 0, to: frameCount, by: step) {
      try Task.checkCancellation()
      let samples = try samples(
        of: Array(signals.indices), frames: start..<min(start + step, frameCount))
      for index in found.indices { found[index] &+= samples[index].reduce(0, &+) }
    }
    for (signal, sum) in zip(signals, found) { try Self.check(sum, of: signal, path: path) }
  }

  /// Compares one signal's sum.
  static func check(_ sum: Int32, of signal: SignalDescription, path: String) throws {
    let sum = Int16(truncatingIfNeeded: sum)
    guard let expected = signal.statedChecksum, sum != expected else { return }
    throw FileError(
      .badData, path: path,
      "expected the checksum \(expected) for signal \(signal.name.quoted), found \(sum)",
      remedy: "The file is damaged or belongs to another header; fetch both again",
      reason: .checksum)
  }

  /// Turns the differences in whole frames into samples; `last` holds each signal's sample before.
  private func sum(_ chunk: UnsafeMutableBufferPointer<Int32>, from last: inout [Int32]) {
    var position = 0
    while position < chunk.count {
      for (index, signal) in signals.enumerated() {
        for _ in 0..<signal.samplesPerFrame {
          last[index] &+= chunk[position]
          chunk[position] = last[index]
          position += 1
        }
      }
    }
  }

  private func checkpoints() throws -> [[Int32]] {
    var last = signals.map { Int32(truncatingIfNeeded: $0.initialValue) }
    var result: [[Int32]] = []
    for start in stride(from: 0, through: frameCount, by: Self.checkpoint) {
      result.append(last)
      try stored.forEachChunk(of: start..<min(start + Self.checkpoint, frameCount)) { chunk, _ in
        sum(chunk, from: &last)
      }
    }
    return result
  }
}

extension SignalDescription {
  /// The checksum where there is one to compare with.
  fileprivate var statedChecksum: Int16? { checksum == 0 ? nil : checksum }
}
