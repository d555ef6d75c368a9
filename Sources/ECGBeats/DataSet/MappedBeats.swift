import ECGRecordings
import Synchronization

/// The samples of beats in a mapped file.
///
/// Beats that have been looked at are given back to the system now and then, so that the process
/// holds a few megabytes of them at the most, whatever their number.
final class MappedBeats: Sendable {
  /// `N`, the number of beats.
  let count: Int
  /// `L`, the samples in a beat.
  let samplesPerBeat: Int
  /// The samples, beat after beat: `N × L`.
  nonisolated(unsafe) let values: UnsafeBufferPointer<Float>
  private let file: MappedFile
  private let looks = Atomic<Int>(0)

  /// Looks at beats after which their memory is given back. The system maps pages around the one
  /// that is touched, 64 KB at a time on Linux: this makes 32 MB at the most.
  private static let looksBetweenReleases = 512

  /// Wraps the samples that begin at `offset` of a file.
  ///
  /// - Returns: nil where the file is too short or the samples do not lie as numbers have to.
  init?(in file: MappedFile, at offset: Int, count: Int, samplesPerBeat: Int) {
    let (numbers, isTooMany) = count.multipliedReportingOverflow(by: samplesPerBeat)
    guard
      !isTooMany, numbers >= 0, offset >= 0, offset <= file.bytes.count,
      numbers <= (file.bytes.count - offset) / MemoryLayout<Float>.stride,
      let base = file.bytes.baseAddress,
      (Int(bitPattern: base) + offset).isMultiple(of: MemoryLayout<Float>.alignment)
    else { return nil }
    self.count = count
    self.samplesPerBeat = samplesPerBeat
    self.file = file
    values = UnsafeBufferPointer(
      start: (base + offset).assumingMemoryBound(to: Float.self), count: numbers)
  }

  /// Calls `body` with the samples of a beat.
  @inline(__always)
  func withBeat<Result>(
    _ beat: Int, _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    defer { look() }
    return try body(
      UnsafeBufferPointer(
        rebasing: values[beat * samplesPerBeat..<(beat + 1) * samplesPerBeat]))
  }

  private func look() {
    let number = looks.wrappingAdd(1, ordering: .relaxed).newValue
    if number.isMultiple(of: Self.looksBetweenReleases) {
      file.release(UnsafeRawBufferPointer(values))
    }
  }
}
