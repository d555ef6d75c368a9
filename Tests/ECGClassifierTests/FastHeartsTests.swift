import ECGBoostedTrees
import ECGClassifier
import ECGDatasets
import ECGParallel
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// Rhythms that are common in hospitals and rare in MIT-BIH: fibrillation in fast hearts,
/// ventricular tachycardia that lasts.
@Suite struct FastHeartsTests {
  /// Records with isolated ventricular beats alone; the model has seen them, but no such
  /// attack of theirs.
  @Test(
    .enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"),
    arguments: ["116", "119", "221", "228"])
  func tachycardiaThatLastsIsVentricular(_ name: String) throws {
    let path = try #require(RealData.mitdb).appending(path: name).path
    let made = try #require(try PastedTachycardia(LabelledRecording(path: path), path: path))
    let model = try RecordingClassifier.pretrained()
    let labels = try model.classes(of: made.beats, threads: 2)
    for (rate, share) in made.sensitivities(labels) {
      #expect(share >= 0.9, "\(share) at \(rate) a minute")
    }
  }

  /// Fibrillation of records that the model has seen, at rates that they did not have.
  @Test(
    .enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"),
    arguments: [("201", 1.5), ("210", 1.5), ("219", 1.25)])
  func fibrillationOfFastHeartsIsTold(_ name: String, factor: Double) throws {
    let path = try #require(RealData.mitdb).appending(path: name).path
    let record = try LabelledRecording(path: path)
    let isMarked = try #require(record.annotated.isFibrillation)
    let model = try RecordingClassifier.pretrained()
    let found = try model.answers(
      to: record.annotated.content.atHeartRate(times: factor), threads: 2)
    let told = isMarked.indices.filter { isMarked[$0] }.map { found.fibrillation[$0] > 0.5 }
    #expect(Double(told.count(where: \.self)) / Double(told.count) > 0.75)
  }

  /// Hearts that follow the breath, as those of the young do.
  @Test(
    .enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"),
    arguments: ["100", "112", "122", "123"], [0.2, 0.3])
  func heartsThatFollowTheBreathDoNotFibrillate(_ name: String, depth: Double) throws {
    let path = try #require(RealData.mitdb).appending(path: name).path
    let beats = try LabelledRecording(path: path).annotated.content
    let found = try RecordingClassifier.pretrained().answers(
      to: beats.followingTheBreath(depth: depth, frequency: 0.25), threads: 2)
    let told = found.fibrillation.count { $0 > 0.5 }
    #expect(Double(told) / Double(beats.count) < 0.03)
  }

  private static let isMeasured = ProcessInfo.processInfo.environment["ECG_MEASURE"] != nil

  /// Both in patients not seen: the table in the documentation of this module.
  @Test(.enabled(if: isMeasured && RealData.mitdb != nil, "ECG_MEASURE is not set"))
  func newPatients() throws {
    let folder = try #require(RealData.mitdb).path
    let names = InterPatientRecords.training + InterPatientRecords.test
    let records = try InterPatientRecords.read(names, folder: folder)
    let training = RecordingTraining(threads: 2)
    let prepared = training.prepare(records)
    let folds = LabelledRecording.folds(of: records, count: training.recipe.folds, seed: 0)
    var answers: [RecordingTraining.Answers] = []
    var forests: [[BeatSide: [BoostedTrees]]] = []
    for fold in 0..<training.recipe.folds {
      let own = try training.forests(
        of: prepared.indices.filter { folds[$0] != fold }.map { prepared[$0] })
      answers += try prepared.indices.filter { folds[$0] == fold }.map {
        try training.answers(to: prepared[$0], by: own, fold: fold, peaks: [.annotated])
      }
      forests.append(own)
    }
    let heads = RecordingTraining.Outcome(answers: answers).heads(.record)
    let classifiers = try forests.enumerated().map { fold, forests in
      RecordingClassifier(
        recipe: training.recipe, forests: forests,
        heads: [.record: try #require(heads[fold])], records: [], seed: 1)
    }
    try tellTachycardia(records, folder: folder) { classifiers[folds[$0]] }
    try tellFibrillation(records) { classifiers[folds[$0]] }
    try tellBreathing(records) { classifiers[folds[$0]] }
  }

  private func tellTachycardia(
    _ records: [LabelledRecording], folder: String, by classifier: (Int) -> RecordingClassifier
  ) throws {
    for leads in LabelledRecording.Leads.allCases {
      var sums: [Double: (right: Double, records: Int)] = [:]
      for (index, record) in records.enumerated() {
        let path = "\(folder)/\(record.name)"
        guard let made = try PastedTachycardia(record, path: path, leads) else { continue }
        let labels = try classifier(index).classes(of: made.beats, threads: 2)
        for (rate, share) in made.sensitivities(labels) {
          sums[rate, default: (0, 0)].right += share
          sums[rate]?.records += 1
        }
      }
      #expect(!sums.isEmpty)
      for (rate, sum) in sums.sorted(by: { $0.key < $1.key }) {
        print("\(leads) lead(s), \(rate)/min: \(sum.right / Double(sum.records)) of \(sum.records)")
      }
    }
  }

  private func tellFibrillation(
    _ records: [LabelledRecording], by classifier: (Int) -> RecordingClassifier
  ) throws {
    for factor in [1, 1.25, 1.5, 1.8] {
      var (right, marked, told) = (0.0, 0.0, 0.0)
      for (index, record) in records.enumerated() {
        guard let isMarked = record.annotated.isFibrillation else { continue }
        let content = record.annotated.content
        let beats = factor == 1 ? content : content.atHeartRate(times: factor)
        let rhythms = try rhythms(of: beats, by: classifier(index))
        for beat in beats.times.indices.dropFirst() {
          let seconds = min(beats.times[beat] - beats.times[beat - 1], 3)
          let isTold = rhythms[beat] == .fibrillation
          if isMarked[beat] { marked += seconds }
          if isTold { told += seconds }
          if isTold, isMarked[beat] { right += seconds }
        }
      }
      #expect(marked > 0 && told > 0)
      print("heart rates × \(factor): Se \(100 * right / marked), +P \(100 * right / told)")
    }
  }

  /// What is taken for fibrillation in records without any, where their hearts are made to
  /// follow the breath.
  private func tellBreathing(
    _ records: [LabelledRecording], by classifier: (Int) -> RecordingClassifier
  ) throws {
    for factor in [1, 1.25] {
      for (depth, frequency) in [(0.1, 0.25), (0.2, 0.25), (0.3, 0.2), (0.3, 0.3)] {
        var (seconds, told) = (0.0, 0.0)
        for (index, record) in records.enumerated()
        where record.annotated.isFibrillation.map({ !$0.contains(true) }) ?? false {
          let content = record.annotated.content
          let beats = (factor == 1 ? content : content.atHeartRate(times: factor))
            .followingTheBreath(depth: depth, frequency: frequency)
          let rhythms = try rhythms(of: beats, by: classifier(index))
          for beat in beats.times.indices.dropFirst() {
            let length = min(beats.times[beat] - beats.times[beat - 1], 3)
            seconds += length
            if rhythms[beat] == .fibrillation { told += length }
          }
        }
        #expect(seconds > 0)
        print("breath, depth \(depth), \(frequency) Hz, rates × \(factor): \(100 * told / seconds)")
      }
    }
  }

  private func rhythms(
    of beats: RecordingBeats, by classifier: RecordingClassifier
  ) throws -> [RhythmEpisode.Rhythm?] {
    let found = try classifier.answers(to: beats, threads: 2)
    let events = RhythmEvents(
      times: beats.times, labels: BeatTask.arrhythmia.decisions(found.classes))
    return RhythmEpisodes(events, fibrillation: found.fibrillation).rhythms
  }
}

extension RecordingBeats {
  /// The same beats, their intervals longer and shorter by up to a share of them as
  /// the breath goes.
  ///
  /// - Parameter frequency: that of the breath, in hertz.
  fileprivate func followingTheBreath(depth: Double, frequency: Double) -> RecordingBeats {
    var time = 0.0
    // MIT-BIH's records have no dropouts.
    let times = intervals.compactMap(\.self).map { interval in
      time += interval * (1 + depth * sin(2 * .pi * frequency * time))
      return time
    }
    return RecordingBeats(times: times, leads: leads)
  }
}
