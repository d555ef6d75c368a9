import Foundation
import ECGTestSupport

/// A small WFDB record of a regular rhythm, for the command to read.
struct SampleRecord {
  /// Samples per second.
  var rate = 250
  /// The leads' names; every second one is upside down.
  var leads = ["MLII", "V1"]
  /// Seconds between beats, and their number.
  var interval = 0.8
  var beats = 50

  /// The R peaks, in samples.
  var peaks: [Int] { (0..<beats).map { Int((0.5 + interval * Double($0)) * Double(rate)) } }

  /// Writes `NAME.hea` and `NAME.dat` (format 16).
  func write(_ name: String, to folder: URL) throws {
    let count = (peaks.last ?? 0) + rate
    var data = Data()
    var sums = [Int16](repeating: 0, count: leads.count)
    for sample in 0..<count {
      let nearest = peaks.map { abs($0 - sample) }.min() ?? count
      let distance = Double(nearest) / (0.012 * Double(rate))
      // A wave of 1 mV on a floor that is never quite still.
      let value = Int16(200 * exp(-distance * distance / 2)) + Int16(sample * sample % 3)
      for lead in leads.indices {
        let stored = lead % 2 == 0 ? value : -value
        sums[lead] &+= stored
        withUnsafeBytes(of: stored.littleEndian) { data.append(contentsOf: $0) }
      }
    }
    var header = "\(name) \(leads.count) \(rate) \(count)\n"
    for (lead, sum) in zip(leads, sums) {
      header += "\(name).dat 16 200(0)/mV 16 0 0 \(sum) 0 \(lead)\n"
    }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(header.utf8).write(to: folder.appending(path: "\(name).hea"))
    try data.write(to: folder.appending(path: "\(name).dat"))
  }

  /// Runs `body` in a temporary folder that holds the record `data/rhythm`.
  func inFolder<Result>(_ body: (URL, Command) throws -> Result) throws -> Result {
    try withTemporaryFolder { url in
      try write("rhythm", to: url.appending(path: "data"))
      return try body(url, Command(folder: url))
    }
  }
}
