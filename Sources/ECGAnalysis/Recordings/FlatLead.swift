import ECGRecordings

/// A look for a heart in other leads where the lead that was chosen has none.
enum FlatLead {
  /// What to say where a lead is flat and another one is not.
  ///
  /// - Returns: nothing where no other lead is better.
  /// - Throws: `FileError` where the recording cannot be read.
  static func remarks(on recording: RecordingFile, _ lead: LeadChoice) throws -> [String] {
    let others = LeadChoice.others(than: lead, in: recording)
    guard !others.isEmpty else { return [] }
    // All in one pass: in most files they lie side by side.
    var reader = try recording.reader(signals: others)
    var ranges: [ClosedRange<Float>?] = others.map { _ in nil }
    func isAlive(_ position: Int) -> Bool {
      ranges[position].map { $0.lowerBound < $0.upperBound } ?? false
    }
    while !isAlive(0), let block = try reader.next() {
      for (position, samples) in block.samples.enumerated() where !isAlive(position) {
        for sample in samples where sample.isFinite {
          let range = ranges[position] ?? sample...sample
          ranges[position] = min(sample, range.lowerBound)...max(sample, range.upperBound)
        }
      }
    }
    if let position = others.indices.first(where: isAlive) {
      return ["\(lead) is flat; \(LeadChoice(others[position], in: recording)) is not"]
    }
    return []
  }
}

extension LeadChoice {
  /// A signal that is told of.
  init(_ signal: Int, in recording: RecordingFile) {
    self.init(signal: signal, name: recording.signals[signal].name, reason: .asked)
  }

  /// The signals beside a lead in which a heart may be looked for.
  static func others(than lead: LeadChoice, in recording: RecordingFile) -> [Int] {
    Array(
      recording.signals.indices.lazy.filter {
        $0 != lead.signal && recording.signals[$0].isVoltage && recording.signals[$0].flaw == nil
      }.prefix(LiveClassifier.leadCounts.upperBound))
  }
}
