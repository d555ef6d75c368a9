import ECGRecordings
import ECGSignals

/// The beats that annotations mark, each once, in samples of a lead.
struct MarkedBeats {
  /// The R peaks in samples of the lead, ascending.
  private(set) var peaks: [Int] = []
  /// The class of each as a label of `AAMIClass`.
  private(set) var labels: [Int] = []
  /// The symbol of each.
  private(set) var symbols: [Character] = []

  /// - Parameter scale: the samples of the lead for each step of the annotations' clock.
  init(_ file: AnnotationFile, scale: Double) {
    for annotation in file.annotations {
      guard let label = AAMIClass(symbol: annotation.symbol)?.label else { continue }
      let peak = Int((Double(annotation.sample) * scale).rounded())
      // Two marks of one beat make no interval.
      if let last = peaks.last, peak <= last { continue }
      peaks.append(peak)
      labels.append(label)
      symbols.append(annotation.symbol)
    }
  }
}

extension RecordingFile {
  /// The samples of a signal for each step of the clock of annotations: they count frames of the record
  /// unless they give a rate of their own.
  func samplesPerMark(of annotations: AnnotationFile, _ signal: Int) -> Double {
    let rate = signals[signal].samplingRate
    return rate / (annotations.samplingRate ?? header?.samplingRate ?? rate)
  }
}
