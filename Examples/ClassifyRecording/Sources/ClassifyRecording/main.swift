import ECGAnalysis
import ECGSignals
import Foundation

// A WFDB record, an EDF or BDF file, an export of Apple Health, or a table.
let path = CommandLine.arguments.dropFirst().first ?? "data/mitdb/100"
let analysis = try await RecordingAnalysis(of: path) { share in
  FileHandle.standardError.write(Data(String(format: "\r%3.0f %%", 100 * share).utf8))
}
FileHandle.standardError.write(Data("\r".utf8))

for (name, value) in analysis.summary.facts { print("\(name): \(value)") }
for remark in analysis.remarks { print("Note: \(remark).") }

print("\nThe first ectopic beats:")
for beat in analysis.beats.lazy.filter({ AAMIClass.ectopic.contains($0.beatClass) }).prefix(5) {
  let probability = beat.probabilities[beat.beatClass.label]
  print(String(format: "%8.2f s  %@  %.3f", beat.time, String(beat.beatClass.letter), probability))
}

print("\nFamilies, those first that are worth a look:")
for family in analysis.classified.families.families.prefix(5) {
  print("\(family.beats.count) beats", String(format: "%.3f", family.confidence))
}
