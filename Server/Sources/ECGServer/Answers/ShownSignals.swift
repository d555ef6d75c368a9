import ECGFiles
import ECGRecordings
import NIOCore

/// The signals of a recording in 16 bits, one behind the other as they are shown.
///
/// Files hold them side by side, so that all are taken out in one pass, and kept: a pass for each
/// would take as many times as long as there are signals.
struct ShownSignals {
  /// What a unit of each signal is in mV.
  let scales: [Double]
  /// The samples of each, little-endian.
  let samples: [ByteBuffer]

  static let missing = Int16.min
  /// What a unit is in mV, where all samples can be told in it.
  private static let usualScale = 0.001
  private static let largest = 32_767.0

  /// The signals that are shown, and the memory that they take, which is set aside before any work
  /// is done for them.
  struct Plan {
    /// The signals, all of one rate.
    let signals: [Int]
    /// The samples of each.
    let count: Int
    private let recording: RecordingFile

    /// - Parameters:
    ///   - recording: where they are.
    ///   - lead: the name of the lead that is classified; nil for the best.
    ///   - mostBytes: the memory that they may take.
    ///   - lease: what it is taken from: clients that read slowly would otherwise have it all.
    /// - Throws: `FileError`, also where they take more; ``Problem`` where there is no
    ///   room for them.
    init(of recording: RecordingFile, lead: String?, mostBytes: Int, lease: BodyLease) throws {
      self.recording = recording
      signals = recording.signalsBeside(try recording.chooseLeads(named: lead)[0].signal)
      count = try recording.reader(signals: signals).frameCount
      guard count <= mostBytes / (2 * max(signals.count, 1)) else {
        throw FileError(
          .badData, path: recording.path,
          "expected signals of at most \(mostBytes / 2) samples to send back, found \(signals.count) of "
            + "\(count) each",
          remedy: "Ask for the beats alone (Accept: application/json)", reason: .exceedsLimit)
      }
      guard lease.take(2 * count * signals.count) else {
        throw Problem.busy("Too many answers are being sent at once; try again in a second.")
      }
    }

    /// Reads them.
    ///
    /// - Throws: `FileError`.
    func read() throws -> ShownSignals {
      let usual = signals.map { _ in ShownSignals.usualScale }
      let (samples, scales) = try ShownSignals.encoded(recording, signals, count, usual)
      // Rarely does a sample not fit.
      return scales == usual
        ? ShownSignals(scales: usual, samples: samples)
        : ShownSignals(
          scales: scales,
          samples: try ShownSignals.encoded(recording, signals, count, scales).samples)
    }
  }

  /// The signals in units of `scales`, and the units in which all their samples fit.
  fileprivate static func encoded(
    _ recording: RecordingFile, _ signals: [Int], _ count: Int, _ scales: [Double]
  ) throws -> (samples: [ByteBuffer], scales: [Double]) {
    var reader = try recording.reader(signals: signals)
    var buffers = signals.map { _ in
      var buffer = ByteBuffer()
      buffer.reserveCapacity(2 * count)
      return buffer
    }
    var highest = signals.map { _ in Float(0) }
    while let block = try reader.next() {
      for (position, samples) in block.samples.enumerated() {
        append(samples, to: &buffers[position], scale: scales[position])
        for sample in samples where abs(sample) > highest[position] && sample.isFinite {
          highest[position] = abs(sample)
        }
      }
    }
    return (buffers, highest.map { max(usualScale, Double($0) / largest) })
  }

  private static func append(_ samples: [Float], to buffer: inout ByteBuffer, scale: Double) {
    buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: 2 * samples.count) { bytes in
      for (position, sample) in samples.enumerated() {
        let value = (Double(sample) / scale).rounded()
        let stored = value.isFinite ? Int16(max(-largest, min(largest, value))) : missing
        bytes.storeBytes(of: stored.littleEndian, toByteOffset: 2 * position, as: Int16.self)
      }
      return 2 * samples.count
    }
  }
}

extension RecordingFile {
  /// The leads that are shown with a signal: itself, and all others of its rate that are voltages.
  func signalsBeside(_ signal: Int) -> [Int] {
    signals.indices.filter {
      $0 == signal
        || signals[$0].isVoltage && signals[$0].samplingRate == signals[signal].samplingRate
    }
  }
}
