import ECGRecordings

/// A look for a heart in other leads where the lead that was chosen has none.
enum FlatLead {
  /// What to say where a lead is flat and another one is not.
  ///
  /// - Returns: nothing where no other lead is better.
  /// - Throws: `FileError` where the recording cannot be read.
  static func remarks(on recording: RecordingFile, _ lead: LeadChoice) throws -> [String] {
    let others = recording.signals.indices.filter {
      $0 != lead.signal && recording.signals[$0].isVoltage && recording.signals[$0].flaw == nil
    }
    for signal in others {
      var reader = try recording.reader(signals: [signal])
      var range: ClosedRange<Float>?
      while let block = try reader.next() {
        let samples = block.samples[0].filter(\.isFinite)
        guard let low = samples.min(), let high = samples.max() else { continue }
        range = min(low, range?.lowerBound ?? low)...max(high, range?.upperBound ?? high)
        if let range, range.lowerBound < range.upperBound {
          let name = recording.signals[signal].name
          return [
            "\(lead) is flat; \(name.isEmpty ? "signal \(signal + 1)" : "lead \(name)") is not"
          ]
        }
      }
    }
    return []
  }
}
