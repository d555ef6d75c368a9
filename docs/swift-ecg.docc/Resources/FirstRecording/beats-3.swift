import ECGAnalysis
import ECGClassifier
import ECGRecordings
import ECGSignals

let recording = try RecordingFile.open("data/mitdb/208")
let result = try ClassifiedRecording(recording, by: .pretrained(), threads: 2)
for beatClass in AAMIClass.allCases {
  print(beatClass.letter, result.labels.count { $0 == beatClass.label })
}

// Probabilities stand beat by beat: N × K.
let classes = AAMIClass.allCases.count
for beat in 0..<6 {
  let time = Double(result.peaks[beat]) / result.samplingRate
  let probabilities = result.probabilities[beat * classes..<(beat + 1) * classes]
  print(time, AAMIClass.allCases[result.labels[beat]].letter, probabilities.max() ?? 0)
}
