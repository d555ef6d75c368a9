import ECGBeats
import ECGClassifier
import ECGRecordings
import Foundation
import NeuralNetwork
import SeededRandom
import TestSupport
import Testing

/// Classifiers of recordings: training, files, streams.
@Suite struct RecordingClassifierTests {
  private static let rate = 250

  /// A record with early wide beats, which are ventricular.
  private func write(_ name: String, seed: UInt64, to folder: URL) throws -> String {
    var generator = SeededGenerator(seed: seed)
    var annotations: [Annotation] = []
    var place = 150
    for beat in 0..<240 {
      let isWide = beat % 6 == 5
      annotations.append(Annotation(sample: place, symbol: isWide ? "V" : "N"))
      let next = (beat + 1) % 6 == 5 ? 0.55 : isWide ? 1.1 : 0.8
      place += Int((next + 0.02 * generator.normal()) * Double(Self.rate))
    }
    var samples = (0..<place + 200).map { _ in Int32(2 * generator.normal()) }
    for annotation in annotations {
      let width = annotation.symbol == "V" ? 14.0 : 4
      for offset in -45...45 {
        samples[annotation.sample + offset] += Int32(200 * exp(-pow(Double(offset) / width, 2)))
      }
    }
    var header = "\(name) 1 \(Self.rate) \(samples.count)\n"
    header +=
      "\(name).dat 16 200(0)/mV 16 0 0 \(Int16(truncatingIfNeeded: samples.reduce(0, &+))) 0 II\n"
    let data = samples.reduce(into: Data()) { data, sample in
      withUnsafeBytes(of: Int16(sample).littleEndian) { data.append(contentsOf: $0) }
    }
    try Data(header.utf8).write(to: folder.appending(path: "\(name).hea"))
    try data.write(to: folder.appending(path: "\(name).dat"))
    let path = folder.appending(path: name).path
    try AnnotationFile(annotations: annotations).write(to: path + ".atr")
    return path
  }

  private func recipe(_ horizon: BeatHorizon) -> RecordingRecipe {
    var recipe = RecordingRecipe(horizon: horizon)
    recipe.members = 2
    recipe.filters = [8, 8]
    recipe.training.epochs = 8
    recipe.training.batchSize = 32
    return recipe
  }

  @Test(arguments: BeatHorizon.allCases)
  func trainsSavesAndReadsBack(_ horizon: BeatHorizon) throws {
    try withTemporaryFolder { url in
      let (training, test) = (
        try LabelledRecording(path: write("a", seed: 1, to: url)),
        try LabelledRecording(path: write("b", seed: 2, to: url))
      )
      let model = try RecordingTraining(recipe: recipe(horizon), seed: 3, threads: 2)
        .train(on: [training])
      let again = try RecordingTraining(recipe: recipe(horizon), seed: 3, threads: 1)
        .train(on: [training])
      #expect(try model.encoded() == again.encoded())
      let beats = test.annotated
      let classes = try model.classes(of: beats.content, threads: 2)
      let right = zip(classes, beats.labels).count { $0 == $1 }
      #expect(right >= 230, "\(right) of 240")
      let path = url.appending(path: "model.safetensors").path
      try model.save(to: path)
      let read = try RecordingClassifier.load(path: path)
      #expect(read.recipe == model.recipe && read.records == ["a"] && read.seed == 3)
      #expect(
        try read.probabilities(of: beats.content) == model.probabilities(of: beats.content))
      #expect(throws: FileError.self) { try HeartbeatClassifier.load(path: path) }
    }
  }

  @Test func aStreamGivesWhatTheWholeGives() throws {
    try withTemporaryFolder { url in
      let path = try write("a", seed: 1, to: url)
      let record = try LabelledRecording(path: path)
      let model = try RecordingTraining(recipe: recipe(.after), seed: 3).train(on: [record])
      let whole = try model.probabilities(of: record.annotated.content)
      let file = try RecordingFile.open(path)
      // So many beats that they do not go through the networks at once.
      let signal = try file.samples(ofSignal: 0)
      let peaks = record.annotated.peaks
      let repeats = 6
      let long = (0..<repeats).flatMap { _ in signal }
      let longPeaks = (0..<repeats).flatMap { turn in peaks.map { $0 + turn * signal.count } }
      let content = try RecordingBeats(
        signal: long, peaks: longPeaks, samplingRate: Double(Self.rate))
      let longWhole = try model.probabilities(of: content)
      #expect(longWhole.prefix(200 * 5).elementsEqual(whole.prefix(200 * 5)))
      for size in [331, 10_000] {
        var stream = try StreamClassification(
          model, peaks: longPeaks, samplingRate: Double(Self.rate), threads: 2)
        for start in stride(from: 0, to: long.count, by: size) {
          try stream.process(Array(long[start..<min(start + size, long.count)]))
        }
        try stream.finish()
        #expect(stream.probabilities.elementsEqual(longWhole))
      }
    }
  }

  @Test func aWholeRecordIsNoStream() throws {
    try withTemporaryFolder { url in
      let record = try LabelledRecording(path: write("a", seed: 1, to: url))
      let model = try RecordingTraining(recipe: recipe(.record)).train(on: [record])
      #expect(throws: (any Error).self) {
        try StreamClassification(model, peaks: [100], samplingRate: 250)
      }
    }
  }

  @Test func theSplitByBeatSharesBeatsOut() throws {
    try withTemporaryFolder { url in
      let record = try LabelledRecording(path: write("a", seed: 1, to: url))
      let (training, test) = record.splitByBeat(testShare: 0.2, seed: 1)
      let pairs = zip(training.annotated.labels, test.annotated.labels)
      #expect(pairs.allSatisfy { ($0 == nil) != ($1 == nil) })
      #expect((30...70).contains(test.annotated.labels.count { $0 != nil }))
      #expect(training.detected.labels.allSatisfy { $0 == nil })
    }
  }

  @Test func pretrainedIsThatOfTheTree() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.appending(path: "Sources/CPretrained/recordings.safetensors")
    #expect(try Data(contentsOf: file) == RecordingClassifier.pretrainedFile)
    let model = try RecordingClassifier.pretrained()
    #expect(model.records == InterPatientRecords.training)
    #expect(model.recipe == .pretrained)
  }
}
