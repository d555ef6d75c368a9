import ECGAnalysis
import ECGClassifier
import ECGRecordings
import ECGSignals

let recording = try RecordingFile.open("data/mitdb/208")
let result = try ClassifiedRecording(recording, by: .pretrained(), threads: 2)
for beatClass in AAMIClass.allCases {
  print(beatClass.letter, result.labels.count { $0 == beatClass.label })
}
