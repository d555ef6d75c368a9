import Benchmark
import BenchmarkSupport
import ECGDatasets
import ECGClassifier
import ECGFiles
import Foundation
import ECGNeuralNetwork

/// The beats in the files that are read.
private let beatsInFile = 8192

/// Reading and writing: beats as text, records, models.
func dataBenchmarks() {
  Benchmark("CSV, Kaggle's form, \(beatsInFile) beats") { _, folder in
    blackHole(try BeatCSV.read(path: folder.kaggle))
  } setup: {
    try BenchmarkFiles()
  }
  Benchmark("CSV, short decimals, \(beatsInFile) beats") { _, folder in
    blackHole(try BeatCSV.read(path: folder.short))
  } setup: {
    try BenchmarkFiles()
  }
  Benchmark("Model, loading") { _, folder in
    blackHole(try HeartbeatClassifier.load(path: folder.model))
  } setup: {
    try BenchmarkFiles()
  }
  // What needs the records is not there without them, rather than measured on something else.
  guard let records = try? BenchmarkBeats().records else { return }
  Benchmark("Data set from records") { _ in
    blackHole(try MITBIHBeats.officialSplit(folder: records))
  }
  Benchmark("Preparing the official files from records") { _, folder in
    try MITBIHBeats.prepare(folder: records, output: folder.prepared, overwrite: true)
  } setup: {
    try BenchmarkFiles()
  }
}

/// Files to read, in a folder that goes when they are no longer used.
private final class BenchmarkFiles: Sendable {
  private let folder: URL

  var kaggle: String { folder.appending(path: "kaggle.csv").path }
  var short: String { folder.appending(path: "short.csv").path }
  var model: String { folder.appending(path: "model.safetensors").path }
  var prepared: String { folder.appending(path: "prepared").path }

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "ecg-benchmarks-\(UUID().uuidString)", directoryHint: .isDirectory)
    let beats = try BenchmarkBeats().mixed(count: beatsInFile)
    var file = try OutputFile(path: kaggle)
    try KaggleCSVWriter().write(beats, to: &file)
    try file.commit()
    try ShortDecimals.write(beats, to: short)
    let recipe = Recipe.standard
    let architecture = recipe.architecture(
      task: beats.task, samplesPerBeat: beats.samplesPerBeat)
    try HeartbeatClassifier(
      task: beats.task, scaler: Scaler(.none, fittedTo: beats),
      members: [
        .init(network: Network(architecture, seed: 1), history: TrainingHistory(), seed: 1)
      ],
      recipe: recipe, dataFingerprint: beats.fingerprint, isSynthetic: true
    ).save(to: model)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}
