import ECGSignals
import ECGRecordings

/// Cuts a record into the beats of the Kaggle files.
///
/// The files' description (windows of 10 s, a median RR interval, resampling to 125 Hz) is not what
/// they contain. What they contain, found by comparison with the raw records: for each beat, every
/// third sample of the first signal from the beat's annotation to a fifth of the way from the next
/// annotation to the one after it, scaled to 0…1, cut or filled with zeros to 187 samples.
///
/// "Annotation" is any annotation, be it a beat or not. The last one of a record starts no beat.
struct MITBIHSegmentation {
  private static let samplesPerBeat = BeatDataset.kaggleSamplesPerBeat
  /// Every third sample is taken: 120 Hz.
  static let step = 3

  /// The first signal in ADC units.
  let signal: [Int32]
  /// All annotations in order of time, each within the signal.
  let annotations: [Annotation]

  /// Appends the record's beats.
  func append(
    to values: inout [Float], labels: inout [Int], origins: inout [BeatOrigin], record: String
  ) {
    for (index, annotation) in annotations.enumerated().dropLast() {
      guard let label = Self.label(of: annotation.symbol) else { continue }
      append(signal[segment(from: index)], to: &values)
      labels.append(label)
      origins.append(
        BeatOrigin(
          record: record, sample: annotation.sample, symbol: annotation.symbol,
          samplingRate: MITBIHRecord.samplingRate))
    }
  }

  /// The class of a beat as an index into the classes of ``BeatTask/arrhythmia``; nil for what is
  /// no beat to Kaggle: symbols that the database does not have are none.
  static func label(of symbol: Character) -> Int? {
    "NLRejAaJSVEF/fQ".contains(symbol) ? AAMIClass(symbol: symbol)?.label : nil
  }

  private func segment(from index: Int) -> Range<Int> {
    let start = annotations[index].sample
    let next = annotations[index + 1].sample
    let afterNext = index + 2 < annotations.count ? annotations[index + 2].sample : signal.count
    return start..<next + (afterNext - next) / 5
  }

  /// Appends one beat. Lowest and highest value are those of the whole segment, before any cut.
  private func append(_ segment: ArraySlice<Int32>, to values: inout [Float]) {
    let samples = stride(from: segment.startIndex, to: segment.endIndex, by: Self.step)
      .map { segment[$0] }
    guard let lowest = samples.min(), let highest = samples.max(), lowest < highest else {
      // A flat segment has no scale; the database has none.
      values.append(contentsOf: repeatElement(0, count: Self.samplesPerBeat))
      return
    }
    let range = Double(highest - lowest)
    let beat = samples.prefix(Self.samplesPerBeat)
    for sample in beat { values.append(Float(Double(sample - lowest) / range)) }
    values.append(contentsOf: repeatElement(0, count: Self.samplesPerBeat - beat.count))
  }
}
