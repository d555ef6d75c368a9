import ECGRecordings

let recording = try RecordingFile.open("data/mitdb/208")
print(recording.name, "is", recording.duration, "s long")
for signal in recording.signals {
  print(signal.name, "has", signal.samplingRate, "samples a second")
}
