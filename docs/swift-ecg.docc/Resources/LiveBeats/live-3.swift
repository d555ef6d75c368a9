import ECGAnalysis
import ECGRecordings
import Foundation

let recording = try RecordingFile.open("data/mitdb/208")
let rate = recording.signals[0].samplingRate
let sent = try packets(of: recording, minutes: 5)

var whole = try LiveClassifier(samplingRate: rate, firstAnswers: false)
let expected = try sent.flatMap { try whole.process($0.samples, at: $0.time) }

// The same, but the program ends after three minutes and is started again.
var live = try LiveClassifier(samplingRate: rate, firstAnswers: false)
var found = try sent.prefix(900).flatMap { try live.process($0.samples, at: $0.time) }
try JSONEncoder().encode(live.state).write(to: URL(filePath: "stream.json"))

let saved = try Data(contentsOf: URL(filePath: "stream.json"))
var resumed = try LiveClassifier(
  resuming: JSONDecoder().decode(LiveClassifier.State.self, from: saved))
found += try sent.dropFirst(900).flatMap { try resumed.process($0.samples, at: $0.time) }

print("saved in", saved.count / 1000, "kB")
print(found.count, "beats,", found == expected ? "the same as without an end" : "others")
