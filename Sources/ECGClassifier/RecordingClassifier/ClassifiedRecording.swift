package import ECGBeats
package import ECGRecordings
import Foundation
import NeuralNetwork

/// A recording's beats with their classes.
package struct ClassifiedRecording: Sendable {
  package let recording: RecordingFile
  package let lead: LeadChoice
  /// Whether the beats are those of an annotation file, not detected ones.
  package let isAnnotated: Bool
  /// The R peaks in samples of the lead.
  package let peaks: [Int]
  /// The most probable class of each, as an index into those of ``BeatTask/arrhythmia``.
  package private(set) var labels: [Int] = []
  /// The probability of each class: `N × K`.
  package private(set) var probabilities: [Float] = []
  /// Where samples are missing, in seconds.
  package private(set) var gaps: [Range<Double>] = []
  /// The lead's length in seconds.
  package private(set) var seconds = 0.0

  /// What is missing for less is no gap, in seconds.
  private static let shortestGap = 0.1

  /// Reads a lead block by block and classifies its beats.
  ///
  /// - Parameters:
  ///   - lead: the lead to read.
  ///   - peaks: the R peaks to classify, in samples of the lead.
  ///   - isAnnotated: whether they are those of an annotation file.
  ///   - progress: called with the share of the recording that is done.
  /// - Throws: `FileError`.
  package init(
    _ recording: RecordingFile, lead: LeadChoice, peaks: [Int], isAnnotated: Bool,
    by classifier: RecordingClassifier, threads: Int, progress: (Double) -> Void = { _ in }
  ) throws {
    (self.recording, self.lead) = (recording, lead)
    (self.peaks, self.isAnnotated) = (peaks, isAnnotated)
    let rate = recording.signals[lead.signal].frequency
    var reader = try recording.reader(signals: [lead.signal])
    var (position, gapStart): (Int, Int?) = (0, nil)
    var gaps: [Range<Double>] = []
    func endGap(at end: Int) {
      if let start = gapStart, Double(end - start) >= Self.shortestGap * rate {
        gaps.append(Double(start) / rate..<Double(end) / rate)
      }
      gapStart = nil
    }
    do {
      var stream = try StreamClassification(
        classifier, peaks: peaks, samplingRate: rate, threads: threads)
      while let block = try reader.next() {
        let samples = block.samples[0]
        try stream.process(samples)
        for (index, sample) in samples.enumerated() {
          if sample.isNaN {
            gapStart = gapStart ?? position + index
          } else if gapStart != nil {
            endGap(at: position + index)
          }
        }
        position += samples.count
        progress(Double(reader.position) / Double(max(reader.frameCount, 1)))
      }
      endGap(at: position)
      try stream.finish()
      add(stream.probabilities, classes: classifier.task.classes.count)
    } catch let error as ResamplingError {
      throw FileError(
        .badData, path: recording.path, error.description,
        remedy: "Resample the recording or choose another")
    }
    self.gaps = gaps
    seconds = Double(position) / rate
  }

  private mutating func add(_ probabilities: [Float], classes: Int) {
    self.probabilities = probabilities
    for start in stride(from: 0, to: probabilities.count, by: classes) {
      let row = probabilities[start..<start + classes]
      labels.append(largestIndex(row))
    }
  }

  /// The lead's samples per second.
  package var samplingRate: Double { recording.signals[lead.signal].frequency }

  /// The beats and the events in their sequence.
  package var events: RhythmEvents {
    RhythmEvents(
      times: peaks.map { Double($0) / samplingRate }, labels: labels, gaps: gaps)
  }

  /// The seconds without samples in a stretch of time.
  package func missing(in range: Range<Double>) -> Double {
    RhythmSummary.missing(gaps, in: range)
  }

  /// The recording's length in seconds; the last beat may lie where the last sample ends.
  package func end(_ events: RhythmEvents) -> Double {
    max(seconds, events.times.last.map { $0.nextUp } ?? 0)
  }

  /// What its beats come to.
  ///
  /// - Parameters:
  ///   - events: its ``events``.
  ///   - range: which time, in seconds.
  package func summary(_ events: RhythmEvents, in range: Range<Double>) -> RhythmSummary {
    RhythmSummary(events, in: range, missing: missing(in: range))
  }

  /// The beats as annotations: the class as symbol, its probability as text. Samples count at the
  /// record's rate for a WFDB record, otherwise at the lead's, which the annotations then say.
  package var annotations: AnnotationFile {
    let channel = UInt8(clamping: lead.signal)
    let samplesPerFrame = max(1, recording.header?.signals[lead.signal].samplesPerFrame ?? 1)
    let symbols = BeatTask.arrhythmia.classes.map { Character($0.symbol) }
    let classes = symbols.count
    return AnnotationFile(
      annotations: peaks.indices.map {
        Annotation(
          sample: peaks[$0] / samplesPerFrame, symbol: symbols[labels[$0]], channel: channel,
          aux: String(format: "%.3f", probabilities[$0 * classes + labels[$0]]))
      }, frequency: recording.header == nil ? samplingRate : nil)
  }
}
