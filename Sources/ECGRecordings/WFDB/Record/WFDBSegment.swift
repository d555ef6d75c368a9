import ECGFiles
import Foundation

/// A record of one segment, or one segment of a record, opened for reading.
struct WFDBSegment: Sendable {
  let header: RecordHeader
  let headerPath: String
  /// The frames in every file.
  let frameCount: Int
  private let files: [SignalFile]
  /// Where each signal is; nil for those without a file.
  private let locations: [(file: Int, signal: Int)?]
  /// Why each of the signals cannot be read; nil for those that can.
  let flaws: [String?]
  /// What of the segment is not as its header says.
  let remarks: [String]

  init(
    header: RecordHeader, headerPath: String, in source: InputFolder,
    tolerance: DamageTolerance = .none
  ) throws {
    let folder = URL(filePath: headerPath).deletingLastPathComponent()
    var files: [SignalFile] = []
    var locations: [(file: Int, signal: Int)?] = []
    var flaws: [String?] = []
    var missing: (any Error)?
    var rest = header.signals[...]
    while let first = rest.first {
      // Signals that share a file stand one after the other.
      let signals = Array(rest.prefix { $0.fileName == first.fileName })
      rest.removeFirst(signals.count)
      if signals.allSatisfy({ $0.format == .format0 }) {
        locations += signals.map { _ in nil }
        flaws += signals.map { _ in nil }
        continue
      }
      let path = folder.appending(path: first.fileName).relativePath
      do {
        let file = try SignalFile(
          path: path, headerPath: headerPath, signals: signals, frameCount: header.frameCount,
          in: source, readsCutShort: tolerance >= .cutShort)
        locations += signals.indices.map { (files.count, $0) }
        flaws += signals.map { _ in nil }
        files.append(file)
      } catch let error as FileError where error.kind == .noInput && tolerance >= .missingSignals {
        missing = missing ?? error
        locations += signals.map { _ in nil }
        flaws += signals.map { _ in "its file \(first.fileName.quoted) is not there" }
      }
    }
    // Nothing is left of a record without any file.
    if files.isEmpty, let missing { throw missing }
    self.header = header
    self.headerPath = headerPath
    self.files = files
    self.locations = locations
    self.flaws = flaws
    let declared = header.frameCount ?? files.map(\.frameCount).min() ?? 0
    frameCount = files.isEmpty ? declared : min(declared, files.map(\.frameCount).max() ?? 0)
    remarks = files.compactMap { file in
      let name = URL(filePath: file.path).lastPathComponent.quoted
      if file.frameCount < declared {
        return "\(name) is cut short: \(file.frameCount) of \(declared) samples a signal are there"
      }
      // Less than a second fills up a block.
      guard Double(file.heldFrameCount - file.frameCount) >= header.samplingRate else { return nil }
      return
        "\(name) holds \(file.heldFrameCount) samples a signal, of which the header declares \(declared): the rest "
        + "is left unread"
    }
  }

  /// Whether there are samples of a signal.
  func holds(_ signal: Int) -> Bool { locations[signal] != nil }

  /// The stored samples of `frames` in ADC units, of each of the signals `wanted`; empty for those
  /// without a file.
  func stored(_ wanted: [Int], frames: Range<Int>) throws -> [[Int32]] {
    var result = [[Int32]](repeating: [], count: wanted.count)
    let byFile = Dictionary(grouping: wanted.indices) { locations[wanted[$0]]?.file }
    for case (let index?, let here) in byFile {
      let file = files[index]
      let samples = try file.samples(
        of: here.compactMap { locations[wanted[$0]]?.signal },
        frames: frames.clamped(to: 0..<file.frameCount))
      for (position, samples) in zip(here, samples) { result[position] = samples }
    }
    return result
  }

  /// The samples of `frames`, of each of the signals `wanted`, in units of `scales` and each at its
  /// time: skew is taken out, and what is missing is NaN.
  ///
  /// - Parameter scales: for each signal the factor from its header's unit.
  func physical(_ wanted: [Int], scales: [Double], frames: Range<Int>) throws -> [[Float]] {
    var result = [[Float]](repeating: [], count: wanted.count)
    let bySkew = Dictionary(grouping: wanted.indices) { header.signals[wanted[$0]].skew }
    for (skew, indices) in bySkew {
      let shifted = shift(frames, by: skew)
      let samples = try stored(indices.map { wanted[$0] }, frames: shifted)
      for (index, samples) in zip(indices, samples) {
        let signal = header.signals[wanted[index]]
        // Where nothing is left of the signal, there is nothing to place.
        let position = samples.isEmpty ? 0 : shifted.lowerBound - skew - frames.lowerBound
        let before = position * signal.samplesPerFrame
        result[index] = signal.physical(
          samples, scale: scales[index], before: before,
          count: frames.count * signal.samplesPerFrame)
      }
    }
    return result
  }

  /// The frames that hold what happened at `frames` in a signal that lags by `skew` frames.
  private func shift(_ frames: Range<Int>, by skew: Int) -> Range<Int> {
    let lower = min(max(frames.lowerBound + skew, 0), frameCount)
    let upper = min(max(frames.upperBound + skew, lower), frameCount)
    return lower..<upper
  }

  /// Compares the samples' sums with the header's.
  func verifyChecksums() throws {
    // Of a file that is cut short the sum is another.
    for file in files where file.frameCount >= header.frameCount ?? 0 { try file.verifyChecksums() }
  }

  /// The path of the file with the signal's samples.
  func path(ofSignal signal: Int) -> String {
    locations[signal].map { files[$0.file].path } ?? headerPath
  }
}

extension SignalDescription {
  /// `samples` in physical units times `scale`: `count` values, of which the first `before` and
  /// those after the last sample are NaN.
  func physical(_ samples: [Int32], scale: Double, before: Int = 0, count: Int) -> [Float] {
    let missing = format.missingValue
    let (baseline, gain) = (Double(baseline), gain)
    return [Float](unsafeUninitializedCapacity: count) { values, done in
      done = count
      guard samples.count < count || before > 0 else {
        return Self.convert(samples, values, missing, baseline, gain, scale)
      }
      values.update(repeating: .nan)
      let position = UnsafeMutableBufferPointer(rebasing: values[before..<(before + samples.count)])
      Self.convert(samples, position, missing, baseline, gain, scale)
    }
  }

  private static func convert(
    _ samples: [Int32], _ values: UnsafeMutableBufferPointer<Float>, _ missing: Int32?,
    _ baseline: Double, _ gain: Double, _ scale: Double
  ) {
    guard let missing else {
      for (index, sample) in samples.enumerated() {
        values[index] = Float((Double(sample) - baseline) / gain * scale)
      }
      return
    }
    for (index, sample) in samples.enumerated() {
      let value = Float((Double(sample) - baseline) / gain * scale)
      values[index] = sample == missing ? .nan : value
    }
  }
}
