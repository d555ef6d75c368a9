import BenchmarkSupport
import ECGDatasets
import Foundation
import ECGNeuralNetwork

/// Beats as all contenders can read them without ado: `values.f32` with `N × 187` little-endian
/// floats and `labels.u8` with `N` bytes.
struct BeatFolder {
  let url: URL

  init(_ path: String) { url = URL(filePath: path, directoryHint: .isDirectory) }

  private var valuesURL: URL { url.appending(path: "values.f32") }
  private var labelsURL: URL { url.appending(path: "labels.u8") }

  func write(_ beats: BeatDataset) throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    let values = (0..<beats.count).flatMap { Array(beats[beat: $0]) }
    try values.withUnsafeBytes { try Data($0).write(to: valuesURL) }
    try Data(beats.labels.map { UInt8($0) }).write(to: labelsURL)
  }

  func read() throws -> Examples {
    let labels = try Data(contentsOf: labelsURL).map { Int($0) }
    let bytes = try Data(contentsOf: valuesURL, options: .alwaysMapped)
    let values = bytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    return Examples(values: values, labels: labels)
  }
}
