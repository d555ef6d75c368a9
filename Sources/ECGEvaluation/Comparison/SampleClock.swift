import ECGRecordings

/// Seconds and other files' samples as samples of a record.
struct SampleClock {
  /// The record's rate in Hz.
  let samplingRate: Double

  /// Larger than any position in a recording, and still exact as a floating-point number.
  static let largest = 1 << 52

  /// The sample nearest to `seconds`, 0 or more.
  func sample(at seconds: Double) -> Int { nearest(to: seconds * samplingRate) }

  /// A file's annotations with their samples counted at the record's rate.
  func annotations(of file: AnnotationFile) -> [Annotation] {
    guard let rate = file.samplingRate, rate != samplingRate else { return file.annotations }
    return file.annotations.map {
      var annotation = $0
      annotation.sample = nearest(to: Double(annotation.sample) * (samplingRate / rate))
      return annotation
    }
  }

  private func nearest(to sample: Double) -> Int {
    // What is no number, such as 0 at a rate of next to nothing, is no greater than 0.
    sample > 0 ? Int(min(sample, Double(Self.largest)).rounded()) : 0
  }
}
