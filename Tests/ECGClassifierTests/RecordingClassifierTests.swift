import ECGNeuralNetwork
import ECGParallel
import ECGBoostedTrees
import ECGSignals
import ECGDatasets
import ECGClassifier
import ECGFiles
import ECGRecordings
import Foundation
import ECGRandom
import ECGTestSupport
import Testing

/// Classifiers of recordings: training, files, streams.
@Suite struct RecordingClassifierTests {
  private static let rate = 250

  /// A record with early wide beats, which are ventricular.
  private func write(_ name: String, seed: UInt64, to folder: URL) throws -> String {
    var generator = SeededGenerator(seed: seed)
    var annotations: [Annotation] = []
    var position = 150
    for beat in 0..<240 {
      let isWide = beat % 6 == 5
      annotations.append(Annotation(sample: position, symbol: isWide ? "V" : "N"))
      let next = (beat + 1) % 6 == 5 ? 0.55 : isWide ? 1.1 : 0.8
      position += Int((next + 0.02 * generator.normal()) * Double(Self.rate))
    }
    var samples = (0..<position + 200).map { _ in Int32(2 * generator.normal()) }
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

  private func recipe(_ context: BeatContext = .record) -> RecordingRecipe {
    var recipe = RecordingRecipe(context: context)
    recipe.members = 2
    recipe.trees.rounds = 20
    recipe.trees.leastExamplesPerLeaf = 5
    recipe.augmentedRecords = 1
    return recipe
  }

  @Test(arguments: BeatContext.allCases)
  func trainsSavesAndReadsBack(_ context: BeatContext) throws {
    try withTemporaryFolder { url in
      let training = try ["a", "b", "c"].enumerated().map { seed, name in
        try LabelledRecording(path: write(name, seed: UInt64(seed), to: url))
      }
      let test = try LabelledRecording(path: write("d", seed: 7, to: url))
      let model = try RecordingTraining(recipe: recipe(context), seed: 3, threads: 2)
        .train(on: training)
      let again = try RecordingTraining(recipe: recipe(context), seed: 3, threads: 1)
        .train(on: training)
      #expect(try model.encoded() == again.encoded())
      let beats = test.annotated
      let classes = try model.classes(of: beats.content, threads: 2)
      let right = zip(classes, beats.labels).count { $0 == $1 }
      #expect(right >= 230, "\(right) of 240")
      let path = url.appending(path: "model.safetensors").path
      try model.save(to: path)
      let read = try RecordingClassifier.load(path: path)
      #expect(read.recipe == model.recipe && read.records == ["a", "b", "c"] && read.seed == 3)
      #expect(read.heads == model.heads && read.forests == model.forests)
      let probabilities = try read.probabilities(of: beats.content)
      #expect(try probabilities == model.probabilities(of: beats.content, threads: 3))
      #expect(
        stride(from: 0, to: probabilities.count, by: 5).allSatisfy {
          abs(probabilities[$0..<$0 + 5].reduce(0, +) - 1) < 1e-5
        })
      #expect(throws: FileError.self) { try HeartbeatClassifier.load(path: path) }
    }
  }

  /// A rhythm holds from its mark to the next one; where none is marked, nobody knows.
  @Test func fibrillationIsReadFromTheMarks() throws {
    try withTemporaryFolder { url in
      let path = try write("a", seed: 1, to: url)
      let silent = try LabelledRecording(path: path)
      #expect(silent.annotated.isFibrillation == nil && silent.detected.isFibrillation == nil)
      let marks = zip(
        [silent.annotated.peaks[10], silent.annotated.peaks[20]], ["(AFIB\0", "(N\0"])
      let annotations =
        silent.reference.annotations
        + marks.map { Annotation(sample: $0 - 5, symbol: "+", aux: $1) }
      try AnnotationFile(annotations: annotations.sorted { $0.sample < $1.sample })
        .write(to: path + ".afr")
      let told = try LabelledRecording(path: path, annotator: "afr")
      #expect(told.annotated.isFibrillation == (0..<240).map { (10..<20).contains($0) })
      #expect(told.detected.isFibrillation?.count { $0 } == 10)
    }
  }

  /// A causal classifier cannot be asked for what it did not learn.
  @Test func horizonsThatWereNotLearntAreRefused() throws {
    try withTemporaryFolder { url in
      let record = try LabelledRecording(path: write("a", seed: 1, to: url))
      let model = try RecordingTraining(recipe: recipe(.before)).train(on: [record])
      #expect(throws: BoostedTreesError.self) {
        try model.probabilities(of: record.annotated.content, context: .record)
      }
    }
  }

  /// What is known online of a beat does not change with what comes after the next one.
  @Test func onlineAnswersStay() throws {
    try withTemporaryFolder { url in
      let record = try LabelledRecording(path: write("a", seed: 1, to: url))
      let model = try RecordingTraining(recipe: recipe(), seed: 3).train(on: [record])
      let file = try RecordingFile.open(url.appending(path: "a").path)
      let signal = try file.samples(ofSignal: 0)
      let peaks = record.annotated.peaks
      let whole = try RecordingBeats(
        signal: signal, peaks: peaks, samplingRate: Double(Self.rate))
      let part = try RecordingBeats(
        signal: signal, peaks: Array(peaks.prefix(120)), samplingRate: Double(Self.rate))
      for context in [BeatContext.after, .families] {
        #expect(
          try model.probabilities(of: whole, context: context).prefix(119 * 5).elementsEqual(
            model.probabilities(of: part, context: context).prefix(119 * 5)))
      }
    }
  }

  /// Leads are joined in whatever order they come, and a dead one takes nothing away.
  @Test func leadsAreJoined() throws {
    try withTemporaryFolder { url in
      let record = try LabelledRecording(path: write("a", seed: 1, to: url))
      let other = try LabelledRecording(path: write("b", seed: 1, to: url))
      let model = try RecordingTraining(recipe: recipe(), seed: 3).train(on: [record])
      let content = record.annotated.content
      let (first, second) = (content.leads[0], other.annotated.content.leads[0])
      var dead = LeadBeats()
      for _ in 0..<content.count {
        dead.append([Float](repeating: 0, count: LeadBeats.samplesPerBeat))
      }
      func probabilities(_ leads: [LeadBeats]) throws -> [Float] {
        try model.probabilities(of: RecordingBeats(times: content.times, leads: leads))
      }
      let (forth, back) = (try probabilities([first, second]), try probabilities([second, first]))
      #expect(zip(forth, back).allSatisfy { abs($0 - $1) < 1e-5 })
      let (alone, withDead) = (try probabilities([first]), try probabilities([first, dead]))
      #expect(zip(alone, withDead).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  /// What each sample adds is all that the shape adds.
  @Test func attributionsAddUp() throws {
    try withTemporaryFolder { url in
      let record = try LabelledRecording(path: write("a", seed: 1, to: url))
      let model = try RecordingTraining(recipe: recipe(), seed: 3).train(on: [record])
      let wide = 101
      #expect(record.annotated.labels[wide] == 2)
      let found = try model.attribution(of: wide, in: record.annotated.content, target: 2)
      let sum = Double(found.shares.reduce(0, +))
      #expect(abs(sum - (found.logOdds - found.baselineLogOdds)) < 1e-3)
      #expect(found.shares.count == LeadBeats.samplesPerBeat && sum > 1)
      // It came early, which speaks for it; beats that come as usual owe little to that.
      let early = try model.rhythmShare(of: wide, in: record.annotated.content, target: 2)
      #expect(early > 0)
      let usual = 100
      #expect(record.annotated.labels[usual] == 0)
      let share = try model.rhythmShare(of: usual, in: record.annotated.content, target: 2)
      #expect(abs(share) < early)
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

  /// A recipe in code is held to what one in a file is.
  @Test(
    arguments: [
      { $0.members = 0 }, { $0.members = -1 }, { $0.classBiases = [0, 0] },
      { $0.classBiases[1] = .nan }, { $0.augmentedBeats = -1 }, { $0.augmentedRunRecords = -1 },
      { $0.augmentedRunWeight = .nan }, { $0.heartRates = [1.5, 0] },
    ] as [@Sendable (inout RecordingRecipe) -> Void])
  func recipesWithoutSenseAreRefused(_ change: @Sendable (inout RecordingRecipe) -> Void) throws {
    var recipe = RecordingRecipe.pretrained
    change(&recipe)
    let error = #expect(throws: BoostedTreesError.self) {
      _ = try RecordingTraining(recipe: recipe).train(on: [])
    }
    #expect(error?.problem.contains("a recipe that makes sense") == true)
  }

  @Test("the pretrained one is decoded once, however many streams ask for it")
  func pretrainedIsShared() throws {
    // All at once, so that none can lie where one before it lay.
    let forests = try (0..<3).map { _ in
      try #require(try RecordingClassifier.pretrained().forests[.earlier])
    }
    let places = forests.map { $0.withUnsafeBufferPointer { UnsafeRawPointer($0.baseAddress) } }
    #expect(Set(places).count == 1 && places[0] != nil)
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "p.safetensors")
      try RecordingClassifier.pretrainedFile.write(to: file)
      let other = try #require(try RecordingClassifier.load(path: file.path).forests[.earlier])
      #expect(
        other.withUnsafeBufferPointer { UnsafeRawPointer($0.baseAddress) } != places[0])
    }
    withExtendedLifetime(forests) {}
  }

  @Test func pretrainedIsThatOfTheTree() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.appending(path: "Sources/CECGEmbedded/recordings.safetensors")
    #expect(try Data(contentsOf: file) == RecordingClassifier.pretrainedFile)
    let model = try RecordingClassifier.pretrained()
    #expect(
      model.records == (InterPatientRecords.training + InterPatientRecords.test).sorted())
    #expect(model.recipe == .pretrained)
  }

  @Test("a task that is cancelled classifies nothing, on any number of threads", arguments: [1, 2])
  func cancelledClassification(threads: Int) async throws {
    let task = Task.detached {
      _ = withUnsafeCurrentTask { $0?.cancel() }
      var lead = LeadBeats()
      for _ in 0..<20 { lead.append([Float](repeating: 0, count: LeadBeats.samplesPerBeat)) }
      let beats = RecordingBeats(times: (0..<20).map { 0.8 * Double($0) }, leads: [lead, lead])
      return try RecordingClassifier.pretrained().probabilities(of: beats, threads: threads)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
