import ECGRecordings
import Foundation

extension BadInput {
  /// Recordings and options that `classify` cannot use, and records that the protocol lacks.
  static let recordings: [BadInput] = [
    BadInput(
      "no annotations", "classify rhythm --annotator atr", 66, says: "rhythm.atr: there is no such"
    ) { try SampleRecord().write("rhythm", to: $0.url) },
    BadInput(
      "a model for beats, for a recording", "classify rhythm --model model.safetensors", 65,
      says: "model.safetensors: expected a model for recordings"
    ) { try SampleRecord().write("rhythm", to: $0.url) },
    BadInput("an existing page", "classify rhythm --output out", 73, says: "out/rhythm.html") {
      try SampleRecord().write("rhythm", to: $0.url)
      try $0.write("out/rhythm.html", "mine")
    },
    BadInput(
      "a folder of recordings", "classify folder", 66,
      says: "found a folder. Name one of the files in it: rhythm.hea"
    ) { try SampleRecord().write("rhythm", to: $0.url.appending(path: "folder")) },
    BadInput("no such lead", "classify rhythm --lead aVR", 65, says: "the signals are MLII, V1") {
      try SampleRecord().write("rhythm", to: $0.url)
    },
    BadInput("too few samples a second", "classify rhythm", 65, says: "from 50 to 100000 Hz") {
      try SampleRecord(rate: 20).write("rhythm", to: $0.url)
    },
    BadInput(
      "a protocol without its records", "evaluate inter-patient --data folder", 66,
      says: "expected the 44 records of the protocol", "100, 101"
    ) {
      try SampleRecord().write("rhythm", to: $0.url.appending(path: "folder"))
      try $0.write("folder/rhythm.atr", "")
      try $0.write("folder/RECORDS", "rhythm\n")
    },
    BadInput(
      "a protocol on nothing", "evaluate inter-patient --data folder", 66,
      says: "folder: expected the records of the MIT-BIH database, found none. Name their folder"
    ) { try $0.write("folder/notes.txt", "mine") },
    BadInput(
      "a protocol on beats", "evaluate inter-patient --data beats.csv", 66,
      says: "expected the records of the MIT-BIH database"),
    BadInput(
      "a record without annotations", "train recordings rhythm --output new.safetensors", 66,
      says: "rhythm.atr", "--annotator"
    ) { try SampleRecord().write("rhythm", to: $0.url) },
    BadInput(
      "beats of one class alone", "train recordings rhythm --output new.safetensors", 65,
      says: "at least two of the classes", "only N"
    ) {
      try SampleRecord().write("rhythm", to: $0.url)
      try AnnotationFile(
        annotations: SampleRecord().peaks.map { Annotation(sample: $0, symbol: "N") }
      ).write(to: $0.url.appending(path: "rhythm.atr").path)
    },
    BadInput(
      "records of one name",
      "train recordings one/rhythm two/rhythm --output new.safetensors", 65,
      says: "different names", "one and two"
    ) {
      for folder in ["one", "two"] {
        try AnnotatedSample(seed: 1).write("\(folder)/rhythm", to: $0.url)
      }
    },
    BadInput(
      "patients of other records",
      "train recordings rhythm --patients patients.csv --output new.safetensors", 66,
      says: "patients.csv: expected the names of the records", "rhythm"
    ) {
      try AnnotatedSample(seed: 1).write("rhythm", to: $0.url)
      try $0.write("patients.csv", "record,patient\nother,1\n")
    },
    BadInput(
      "a recipe of no such name", "train recordings data --recipe large --output new.safetensors",
      64, says: "default or causal", "large"),
    BadInput(
      "a protocol and a model", "evaluate inter-patient model.safetensors", 64,
      says: "model.safetensors"),
  ]
}
