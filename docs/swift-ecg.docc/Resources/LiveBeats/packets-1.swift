import ECGRecordings

/// What a recorder sends: some samples, and when the first of them was taken, in seconds on its clock.
struct Packet {
  let time: Double
  let samples: [Float]
}

/// The first minutes of a recording in packets of 0.2 s, as a recorder would have sent them.
func packets(of recording: RecordingFile, minutes: Double) throws -> [Packet] {
  let samples = try recording.samples(ofSignal: 0)
  let rate = recording.signals[0].samplingRate
  let size = Int(0.2 * rate)
  return stride(from: 0, to: Int(minutes * 60 * rate), by: size).map {
    Packet(time: Double($0) / rate, samples: Array(samples[$0..<$0 + size]))
  }
}
