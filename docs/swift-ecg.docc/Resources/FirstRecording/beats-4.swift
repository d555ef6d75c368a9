import ECGAnalysis
import ECGClassifier
import ECGRecordings
import ECGSignals

let recording = try RecordingFile.open("data/mitdb/208")
let result = try ClassifiedRecording(recording, by: .pretrained(), threads: 2)

for family in result.families.families.prefix(6) {
  let share = Double(family.beats.count) / Double(result.peaks.count)
  print(
    AAMIClass.allCases[family.label].letter, family.beats.count, "beats,",
    share.formatted(.percent.precision(.fractionLength(1))))
}
let events = result.events
if let run = events.events.first(where: { $0.kind == .run }) {
  print("the first run begins at", events.times[run.beats.lowerBound], "s")
}
