import ECGFiles
public import ECGParallel
import ECGRecordings
public import ECGSignals

extension STTrend {
  /// Measures the leads of a recording that its beats were classified by, in a pass of its own:
  /// which beats are normal has to be known before.
  ///
  /// - Parameters:
  ///   - recording: the recording with its classified beats.
  ///   - threads: the threads that share the work; the result does not depend on it.
  /// - Returns: nil where no lead is in mV.
  /// - Throws: `FileError`.
  public init?(
    of recording: ClassifiedRecording, threads: Int = ThreadCount.allCores
  ) throws {
    let signals = recording.leads.filter { recording.recording.signals[$0].unit == "mV" }
    guard !signals.isEmpty else { return nil }
    let minutes = Self.minutes(of: recording)
    let parts = ParallelWork.mapRanges(minutes.count, threads: threads) { range in
      Result { try Self.steps(minutes[range], of: recording, signals) }
    }
    let steps = try parts.map { try $0.get() }
    self.init(
      leads: signals.enumerated().map { position, signal in
        Lead(
          lead: recording.recording.leadName(signal),
          steps: steps.flatMap { $0.map { $0[position] } })
      })
  }

  /// A minute's beginning in seconds, and its normal beats.
  private typealias Minute = (start: Double, beats: [Int])

  private static func minutes(of recording: ClassifiedRecording) -> [Minute] {
    let events = recording.events
    let normal = AAMIClass.normal.label
    var first = 0
    return stride(from: 0, to: recording.seconds, by: minute).map { start in
      var beats: [Int] = []
      while first < events.times.count, events.times[first] < start + minute {
        if events.labels[first] == normal, events.isUsable[first] { beats.append(first) }
        first += 1
      }
      return (start, beats)
    }
  }

  /// What the leads come to in each of some minutes.
  private static func steps(
    _ minutes: ArraySlice<Minute>, of recording: ClassifiedRecording, _ signals: [Int]
  ) throws -> [[Step]] {
    let events = recording.events
    let rates = signals.map { recording.recording.signals[$0].samplingRate }
    var reader = try recording.recording.reader(signals: signals)
    return try minutes.map { start, beats in
      let intervals = beats.compactMap { $0 < events.intervals.count ? events.intervals[$0] : nil }
      guard !intervals.isEmpty else { return signals.map { _ in .unknown } }
      let heartRate = 60 * Double(intervals.count) / intervals.reduce(0, +)
      let frame = max(0, Int((start - 1) * reader.frameRate))
      let last = Int((start + minute + 1) * reader.frameRate)
      reader.seek(to: frame)
      let samples = try reader.next(last - frame)?.samples ?? []
      let begin = Double(frame) / reader.frameRate
      return rates.enumerated().map { lead, rate in
        let before = Int((STSegment.before * rate).rounded(.up)) + 1
        let after = Int((STSegment.after * rate).rounded(.up)) + 1
        let windows = beats.compactMap { beat -> [Float]? in
          let peak = Int(((events.times[beat] - begin) * rate).rounded())
          guard lead < samples.count, peak >= before, peak + after < samples[lead].count else {
            return nil
          }
          return Array(samples[lead][peak - before...peak + after])
        }
        return measure(windows, peak: before, samplingRate: rate, heartRate: heartRate)
      }
    }
  }
}
