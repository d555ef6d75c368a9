import Foundation

extension BadInput {
  /// Records and options that `detect` cannot use.
  static let detection: [BadInput] = [
    BadInput(
      "no record", "detect rhythm", 66,
      says: "rhythm: there is neither such a file nor a header rhythm.hea"),
    BadInput(
      "an unknown lead", "detect rhythm --lead aVR", 65, says: "aVR", "the signals are MLII, V1"
    ) {
      try SampleRecord().write("rhythm", to: $0.url)
    },
    BadInput(
      "a record without signals", "detect empty", 65, says: "empty: expected a signal, found none"
    ) {
      try $0.write("empty.hea", "empty 0 360 1000\n")
    },
    BadInput("too few samples a second", "detect rhythm", 65, says: "from 50 to 100000 Hz") {
      try SampleRecord(rate: 20).write("rhythm", to: $0.url)
    },
    BadInput("existing annotations", "detect rhythm --output out", 73, says: "exists already") {
      try SampleRecord().write("rhythm", to: $0.url)
      try $0.write("out/rhythm.qrs", "mine")
    },
    BadInput("a file for the folder", "detect rhythm --output beats.csv", 73, says: "beats.csv") {
      try SampleRecord().write("rhythm", to: $0.url)
    },
    BadInput("a table without a rate", "detect lead.csv", 65, says: "lead.csv", "--rate 360") {
      try $0.write("lead.csv", "MLII\n0.1\n0.2\n")
    },
    BadInput(
      "a rate of 0", "detect lead.csv --rate 0", 64, says: "--rate: expected a number above 0"),
    BadInput("a gap of ages", "detect long", 65, says: "at most a year") {
      try $0.write("long.hea", "long/2 1 360 99999999360\npart 360\n~ 99999999000\n")
      try $0.write("part.hea", "part 1 360 360\npart.dat 16 200 16 0 0 0 0 MLII\n")
      try $0.write("part.dat", Data(count: 720))
    },
    BadInput("no record named", "detect", 64, says: "<path>"),
  ]
}
