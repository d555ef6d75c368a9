import ECGAnalysis
import ECGRecordings

let recording = try RecordingFile.open("data/mitdb/208")
var live = try LiveClassifier(
  samplingRate: recording.signals[0].samplingRate, firstAnswers: false)

var beats: [LiveBeat] = []
for (number, packet) in try packets(of: recording, minutes: 5).enumerated() {
  // The radio loses ten packets, 2 s.
  if (50..<60).contains(number) { continue }
  beats += try live.process(packet.samples, at: packet.time)
}
beats += try live.finish()

for beat in beats.prefix(18) {
  let interval = beat.rrInterval.map { "\(Int(($0 * 1000).rounded())) ms" } ?? "not known"
  print(beat.time, beat.beatClass.letter, interval)
}
print(beats.count, "beats")
