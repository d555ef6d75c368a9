import ECGAnalysis
import ECGRecordings

let recording = try RecordingFile.open("data/mitdb/208")
var live = try LiveClassifier(samplingRate: recording.signals[0].samplingRate)

for packet in try packets(of: recording, minutes: 0.1) {
  for beat in try live.process(packet.samples) {
    print("at", packet.time, beat.stage, "answer: beat at", beat.time, beat.beatClass.letter)
  }
}
