import ArgumentParser
import ECGDatasets

/// `compare-ours read`.
struct Reading: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read", abstract: "Reading a CSV file of beats.")

  @Argument(help: "The file.")
  var path: String

  @Option(help: "The threads that read.")
  var threads = 2

  /// The readings that count, after one that does not.
  private static let repeats = 3

  private struct Figures: Encodable {
    let seconds: Double
    let beats: Int
  }

  func run() throws {
    var beats = try BeatCSV.read(path: path, threads: threads).count
    var durations: [Double] = []
    for _ in 0..<Self.repeats {
      let start = ContinuousClock.now
      beats = try BeatCSV.read(path: path, threads: threads).count
      durations.append((ContinuousClock.now - start) / .seconds(1))
    }
    try CompareOurs.report(
      Figures(seconds: durations.sorted()[Self.repeats / 2], beats: beats))
  }
}
