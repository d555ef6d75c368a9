/// The samples of a WFDB record in physical units.
struct WFDBStore: SampleStore {
  let record: WFDBRecord
  let signals: [RecordedSignal]
  let samplesPerPeriod: [Int]
  let remarks: [String]

  init(_ record: WFDBRecord) {
    self.record = record
    let samplingRate = record.header.samplingRate
    let whole = record.whole
    signals = record.header.signals.enumerated().map { index, signal in
      RecordedSignal(
        name: signal.name, storedUnit: signal.units,
        samplingRate: samplingRate * Double(signal.samplesPerFrame),
        flaw: whole?.header.signals.count == record.header.signals.count
          ? whole?.flaws[index] : nil)
    }
    remarks = record.header.remarks + (whole?.remarks ?? [])
    samplesPerPeriod = record.header.signals.map(\.samplesPerFrame)
  }

  var period: Double { 1 / record.header.samplingRate }
  var runs: [SampleRun] { [SampleRun(start: 0, periods: 0..<record.frameCount)] }
  var storedSampleCount: Int { record.storedSampleCount }

  func samples(of wanted: [Int], periods: Range<Int>) throws -> [[Float]] {
    // One part that covers all is the rule; its arrays are delivered as they are.
    var result: [[Float]]?
    try record.forEachPart(of: periods) { part, frames, offset in
      let here = wanted.indices.filter { part.signals[wanted[$0]].map(part.segment.holds) ?? false }
      guard !here.isEmpty else { return }
      let signals = here.compactMap { part.signals[wanted[$0]] }
      let scales = signals.map {
        VoltageUnit.millivolts(in: part.segment.header.signals[$0].units) ?? 1
      }
      let samples = try part.segment.physical(signals, scales: scales, frames: frames)
      if frames.count == periods.count, here.count == wanted.count {
        result = samples
        return
      }
      var whole = result ?? gap(wanted, periods.count)
      for (index, samples) in zip(here, samples) {
        let start = offset * samplesPerPeriod[wanted[index]]
        whole[index].replaceSubrange(start..<(start + samples.count), with: samples)
      }
      result = whole
    }
    return result ?? gap(wanted, periods.count)
  }

  private func gap(_ wanted: [Int], _ periods: Int) -> [[Float]] {
    wanted.map { [Float](repeating: .nan, count: periods * samplesPerPeriod[$0]) }
  }

  func verifyChecksums() throws {
    for source in record.sources { try source.segment.verifyChecksums() }
  }
}
