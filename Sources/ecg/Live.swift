import ArgumentParser
import ECGAnalysis
import ECGClassifier
import ECGFiles
import ECGSignals

/// `ecg live`.
struct Live: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Classifies heartbeats as samples come in.",
    discussion: """
      Reads samples from standard input and writes a line of JSON for each beat to standard output as soon as it is \
      known: sample and time of its R peak (seconds from the first sample), rr, class, probabilities, fibrillation \
      (the probability of it), shownLeads and missingShare (but for beats told more than 20 s late); unusable (flat, \
      clipped, noise, fast or ventricularFlutter) where nothing can be said of it by the signal around it, as far as that is known by then. \
      The answer comes about a beat late and stays: it is that of "ecg classify --context families" to the \
      whole. With --first each beat is also told before: "stage" says whether first, within 0.4 s of its R peak, \
      preliminary, within 0.4 s of the next one, or final.

      Text has a line for each time, a column for each lead, separated by commas, semicolons, tabs or \
      spaces; commas are decimal ones where semicolons or tabs separate, and separate otherwise. Nothing, - \
      or NaN stands for a missing sample (of one lead, an empty line too), and a first line of names is \
      passed over. With --times the first column has time stamps in seconds, which tell lost and repeated \
      lines; where they go back with other samples than before, a clock was set back, which is told, and the samples \
      follow. f32 and i16 are numbers in little-endian order, of all leads for each time; a NaN, or -32768, \
      stands for a missing one. Any unit does.

          strap | ecg live --rate 130

      The end of the input and Ctrl-C end it with the beats that were still to come.

      \(Wording.disclaimer)
      """)

  @Option(parsing: .unconditional, help: "The samples per second of each lead, from 50 to 100000.")
  var rate: Double

  @Option(help: "The number of leads; beats are found in the first.")
  var leads = 1

  @Option(help: "How samples come: text, f32 or i16.")
  var format = SampleStreamFormat.text

  @Flag(help: "Of text: the first column has time stamps in seconds.")
  var times = false

  @Flag(help: "Also tell each beat as soon as it is seen, and again as soon as the next one is.")
  var first = false

  @Option(
    help: """
      How far around a beat to look: before, after (the next beat) or families (what its family was taken for so far), \
      as far as the model can. (default: as far as the model can)
      """)
  var context: StreamContext?

  @Option(
    help: "The model's file, instead of the pretrained model.",
    completion: .file(extensions: ["safetensors"]))
  var model: String?

  func validate() throws {
    guard RPeakDetector.samplingRates.contains(rate) else {
      throw ValidationError("--rate: \(SamplingRateError(samplingRate: rate))")
    }
    guard LiveClassifier.leadCounts.contains(leads) else {
      throw ValidationError("--\(LiveError.leads(leads))")
    }
    if times, format != .text { throw ValidationError("--times is for text, not for \(format)") }
  }

  func run() throws {
    let classifier = try ModelSource.loadForRecordings(model)
    var live: LiveClassifier
    do {
      live = try LiveClassifier(
        samplingRate: rate, leads: leads, by: classifier, context: context?.context,
        firstAnswers: first)
    } catch let error as LiveError {
      throw ValidationError("--context: \(error)")
    }
    var samples = SampleStream(
      name: StandardInput.name, coding: format.coding, leads: leads, hasTimes: times,
      samplingRate: rate)
    do {
      try Interruption.cooperating { try classify(&samples, by: &live) }
    } catch let error as FileError where error.kind == .badData {
      // The beats before what is wrong stay what they are.
      _ = try write(live.finish())
      throw error
    }
  }

  private func classify(
    _ samples: inout SampleStream, by live: inout LiveClassifier
  ) throws {
    while let bytes = try StandardInput.next(), !bytes.isEmpty {
      for packet in try samples.read(bytes) {
        guard try tell(packet, by: &live) else { return }
      }
    }
    // Who interrupts may have cut a line in two.
    for packet in try Interruption.isRequested ? [] : samples.finish() {
      guard try tell(packet, by: &live) else { return }
    }
    _ = try write(live.finish())
  }

  /// - Returns: whether somebody is still listening.
  private func tell(
    _ packet: SampleStream.Packet, by live: inout LiveClassifier
  ) throws -> Bool {
    do {
      let before = live.clockSetBacks
      let beats = try live.process(leads: packet.leads, at: packet.time)
      if before == 0, live.clockSetBacks > 0 {
        let place = packet.line.map { ", line \($0)" } ?? ""
        Console(isJSON: true).warn(
          "\(StandardInput.name)\(place): the time stamps go back, but the samples are others "
            + "than before: the clock was set back, and they are taken to follow.")
      }
      return try write(beats)
    } catch let error as LiveError {
      throw FileError(
        .badData, path: StandardInput.name, at: packet.line.map { .line($0) } ?? .whole, "\(error)",
        remedy: "Correct the time stamps or leave out --times")
    }
  }

  private func write(_ beats: [LiveBeat]) throws -> Bool {
    beats.isEmpty
      ? true
      : try Descriptor.output.deliver(
        beats.map { try LiveBeatLine(beat: $0, includesStage: first).text }.joined())
  }
}
