package import ECGSignals
import ECGDatasets
package import ECGRecordings
import Foundation

/// A recording's beats with their classes.
package struct ClassifiedRecording: Sendable {
  package let recording: RecordingFile
  /// The lead that the R peaks count samples of.
  package let lead: LeadChoice
  /// The leads whose beats were classified, as indices of the recording's signals.
  package let leads: [Int]
  /// Whether the beats are those of an annotation file, not detected ones.
  package let isAnnotated: Bool
  /// The R peaks in samples of the lead.
  package let peaks: [Int]
  /// The most probable class of each, as an index into those of ``BeatTask/arrhythmia``; Q, unknown, where
  /// that is less probable than asked for.
  package let labels: [Int]
  /// The probability below which beats are left unclassified; nil for none.
  package let abstainBelow: Double?
  /// How many were.
  package let unclassified: Int
  /// The probability of each class: `N × K`.
  package let probabilities: [Float]
  /// The probability of atrial fibrillation or flutter at each beat: `N`.
  package let fibrillation: [Float]
  /// Where samples are missing, in seconds.
  package let gaps: [Range<Double>]
  /// The lead's length in seconds.
  package let seconds: Double

  /// The families of the beats.
  package let families: BeatFamilies

  /// Reads leads block by block and classifies their beats.
  ///
  /// - Parameters:
  ///   - lead: the lead that the peaks were found in. Where it was asked for, it alone is classified;
  ///     otherwise all leads there are.
  ///   - peaks: the R peaks to classify, in samples of the lead.
  ///   - isAnnotated: whether they are those of an annotation file.
  ///   - abstainBelow: the probability below which beats are left unclassified; nil for none.
  ///   - progress: called with the share of the recording that is done.
  /// - Throws: `FileError`.
  package init(
    _ recording: RecordingFile, lead: LeadChoice, peaks: [Int], isAnnotated: Bool,
    by classifier: RecordingClassifier, abstainBelow: Double? = nil, threads: Int,
    progress: (Double) -> Void = { _ in }
  ) throws {
    (self.recording, self.lead) = (recording, lead)
    (self.peaks, self.isAnnotated) = (peaks, isAnnotated)
    let others =
      lead.reason == .asked
      ? [] : try recording.electrocardiogramLeads().filter { $0 != lead.signal }
    leads = [lead.signal] + others
    let rate = recording.signals[lead.signal].frequency
    var finder = GapFinder(samplingRate: rate)
    let beats = try RecordingBeats(
      at: peaks.map { Double($0) / rate }, in: recording, signals: leads
    ) { block, share in
      finder.process(block.samples[0])
      progress(share)
    }
    finder.finish()
    gaps = finder.gaps
    seconds = Double(finder.position) / rate
    let families = BeatFamilies(of: beats)
    let answers = try classifier.answers(to: beats, families: families, threads: threads)
    (probabilities, fibrillation) = (answers.classes, answers.fibrillation)
    var labels = classifier.task.decisions(probabilities)
    var unclassified = 0
    if let abstainBelow {
      let classes = classifier.task.classes.count
      for (beat, label) in labels.enumerated()
      where Double(probabilities[beat * classes + label]) < abstainBelow {
        labels[beat] = classes - 1
        unclassified += 1
      }
    }
    (self.labels, self.abstainBelow, self.unclassified) = (labels, abstainBelow, unclassified)
    self.families = families
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

  /// The share of the beats, in percent, at which fibrillation or flutter is more probable than not.
  package var fibrillationShare: Double {
    let found = fibrillation.count { $0 > 0.5 }
    return fibrillation.isEmpty ? 0 : 100 * Double(found) / Double(fibrillation.count)
  }

  /// The beats as annotations: the class as symbol, its probability as text, or that of the most probable
  /// one where a beat is left unclassified. Samples count at the record's rate for a WFDB record, otherwise
  /// at the lead's, which the annotations then say.
  package var annotations: AnnotationFile {
    let channel = UInt8(clamping: lead.signal)
    let samplesPerFrame = max(1, recording.header?.signals[lead.signal].samplesPerFrame ?? 1)
    let symbols = BeatTask.arrhythmia.classes.map { Character($0.symbol) }
    let classes = symbols.count
    return AnnotationFile(
      annotations: peaks.indices.map {
        Annotation(
          sample: peaks[$0] / samplesPerFrame, symbol: symbols[labels[$0]], channel: channel,
          aux: String(
            format: "%.3f", probabilities[$0 * classes..<($0 + 1) * classes].max() ?? 0))
      }, frequency: recording.header == nil ? samplingRate : nil)
  }
}
