import ECGFiles
import Synchronization

/// The samples of beats in a mapped file.
///
/// Beats that have been looked at are given back to the system now and then, so that a process that
/// goes through them in order holds a few megabytes of them at the most, whatever their number. Who
/// wants them in any other order copies them.
final class MappedBeats: Sendable {
  /// `N`, the number of beats.
  let count: Int
  /// `L`, the samples in a beat.
  let samplesPerBeat: Int
  /// The samples, beat after beat: `N × L`.
  nonisolated(unsafe) let values: UnsafeBufferPointer<Float>
  private let file: MappedFile
  private let offset: Int
  private let looks = Atomic<Int>(0)

  /// Looks at beats after which their memory is given back.
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
    self.offset = offset
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

  /// Copies the samples of a beat; NaN where the file cannot be read any more.
  func copyBeat(_ beat: Int, to target: UnsafeMutableBufferPointer<Float>) {
    let start = offset + beat * samplesPerBeat * MemoryLayout<Float>.stride
    precondition(0..<count ~= beat && target.count == samplesPerBeat, "not one beat")
    if !file.copy(from: start, to: UnsafeMutableRawBufferPointer(target)) {
      target.update(repeating: .nan)
    }
  }

  /// Has the system begin to read the samples of beats that will be copied soon.
  func fetch(_ beats: Range<Int>) {
    let size = samplesPerBeat * MemoryLayout<Float>.stride
    file.fetch(offset + beats.lowerBound * size..<offset + beats.upperBound * size)
  }

  private func look() {
    let number = looks.wrappingAdd(1, ordering: .relaxed).newValue
    if number.isMultiple(of: Self.looksBetweenReleases) {
      file.release(UnsafeRawBufferPointer(values))
    }
  }
}
