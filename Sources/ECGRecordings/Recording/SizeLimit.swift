import ECGFiles

/// How much memory a header may ask for.
///
/// What is stored is bounded by the files' lengths. Gaps are not: a line of text can announce a
/// thousand years of them.
enum SizeLimit {
  /// Gaps of at most this many samples are always allowed: two days of one lead at 360 Hz.
  private static let allowance = 1 << 26
  /// More than that is allowed as far as the whole is at most so many times what is stored.
  private static let factor = 64

  /// - Throws: ``FileError`` where a whole of `frameCount` frames of `frameSize` samples is mostly
  ///   gaps and too large to be held in memory.
  static func check(frameCount: Int, frameSize: Int, stored: Int, path: String) throws {
    let (whole, overflow) = frameCount.multipliedReportingOverflow(by: frameSize)
    let (scaled, scaledOverflow) = stored.multipliedReportingOverflow(by: factor)
    let limit = scaledOverflow ? Int.max : max(scaled, allowance)
    guard overflow || whole > limit else { return }
    throw FileError(
      .badData, path: path,
      "the recording is \(frameCount) samples long, nearly all of them gaps",
      remedy: "Read it in blocks, or read the parts that hold samples")
  }
}
