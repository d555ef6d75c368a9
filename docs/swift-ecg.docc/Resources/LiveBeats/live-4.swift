import ECGAnalysis
import ECGRecordings

let recording = try RecordingFile.open("data/mitdb/208")

// Any AsyncSequence of samples does: Bluetooth's notifications, a socket, a file.
let stream = AsyncStream { continuation in
  for packet in (try? packets(of: recording, minutes: 1)) ?? [] {
    continuation.yield(packet.samples)
  }
  continuation.finish()
}

var ventricular = 0
for try await beat in try stream.classified(at: recording.signals[0].samplingRate)
where beat.beatClass == .ventricular {
  ventricular += 1
}
print(ventricular, "ventricular beats in a minute")
