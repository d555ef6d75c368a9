import ECGFiles

extension RecordingFile {
  /// A recording whose samples are in memory already, as those of a watch are.
  ///
  /// - Parameters:
  ///   - leads: the samples of each of the `C` leads, as many of one as of the other; not finite
  ///     where one is missing.
  ///   - samplingRate: samples per second in Hz.
  ///   - leadNames: what the leads are called, such as `II`; fewer where the rest has no names.
  ///   - unit: the unit of the samples, such as `uV`; nil where nobody knows it. They are then
  ///     taken for mV, and told where they cannot be.
  ///   - name: what the recording is called.
  /// - Throws: `FileError` where there is no lead, leads differ in length, there are more names
  ///   than leads, or the sampling rate is none.
  public init(
    samples leads: [[Float]], samplingRate: Double, leadNames: [String] = [], unit: String? = nil,
    name: String = "samples"
  ) throws {
    func error(_ expected: String, _ found: String, _ remedy: Remedy) -> FileError {
      FileError(.badData, path: name, "expected \(expected), found \(found)", remedy: remedy)
    }
    guard let first = leads.first else {
      throw error("the samples of at least one lead", "none", "Give one array for each lead")
    }
    guard leads.allSatisfy({ $0.count == first.count }) else {
      throw error(
        "as many samples of each lead",
        leads.prefix(16).map { "\($0.count)" }.joined(separator: ", "),
        "Fill up what is missing with NaN")
    }
    guard leadNames.count <= leads.count else {
      throw error(
        "at most \(leads.count) names of leads", "\(leadNames.count)", "Name each lead once")
    }
    guard Self.samplingRates.contains(samplingRate) else {
      throw error(
        "a sampling rate of \(Self.samplingRates.lowerBound) to \(Int(Self.samplingRates.upperBound)) Hz",
        "\(samplingRate) Hz", "Give the samples per second of each lead")
    }
    self.init(
      path: name, format: .samples, start: nil,
      store: MemoryStore(leads, samplingRate: samplingRate, names: leadNames, unit: unit))
  }
}

extension RecordingFormat {
  /// Samples that came as such: no file is of it.
  static let samples = RecordingFormat(
    name: "samples in memory", endings: [:], recognizes: { _ in false },
    open: { source, _ in throw ForeignFile.error(source.path, found: "samples in memory") })
}

/// Samples in memory.
private struct MemoryStore: SampleStore {
  let signals: [RecordedSignal]
  let period: Double
  /// In the unit that is delivered: `C` leads.
  private let values: [[Float]]

  init(_ leads: [[Float]], samplingRate: Double, names: [String], unit: String?) {
    let stated = unit ?? "mV"
    let scale = VoltageUnit.millivolts(in: stated) ?? 1
    period = 1 / samplingRate
    let values = leads.map { $0.map { $0.isFinite ? Float(Double($0) * scale) : .nan } }
    self.values = values
    signals = values.enumerated().map { index, samples in
      RecordedSignal(
        name: index < names.count ? names[index] : "", storedUnit: stated,
        samplingRate: samplingRate, glimpse: unit == nil ? Self.glimpse(of: samples) : nil)
    }
  }

  private static func glimpse(of samples: [Float]) -> RecordedSignal.Glimpse {
    var range: ClosedRange<Float>?
    for sample in samples where sample.isFinite {
      let known = range ?? sample...sample
      range = min(sample, known.lowerBound)...max(sample, known.upperBound)
    }
    let isFlat = range.map { $0.lowerBound == $0.upperBound } ?? true
    return RecordedSignal.Glimpse(isFlat: isFlat, range: range, isUnitStated: false)
  }

  var samplesPerPeriod: [Int] { signals.map { _ in 1 } }
  var runs: [SampleRun] { [SampleRun(start: 0, periods: 0..<values[0].count)] }
  var storedSampleCount: Int { values.count * values[0].count }

  func samples(of wanted: [Int], periods: Range<Int>) throws -> [[Float]] {
    wanted.map { Array(values[$0][periods]) }
  }
}
