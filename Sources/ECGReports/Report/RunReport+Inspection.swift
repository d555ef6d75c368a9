public import ECGDatasets
import ECGText
import Foundation

extension RunReport {
  /// Creates a report on inspected data, synthetic where the inspection says so.
  ///
  /// - Parameters:
  ///   - title: the report's heading.
  ///   - task: the `K` classes.
  ///   - inspection: what the data sets hold.
  ///   - seed: the seed of the run, also of the choice of examples.
  ///   - version: what made the report, such as `0.1.0`.
  public init(
    title: String, task: BeatTask, inspection: DatasetInspection, seed: UInt64, version: String
  ) {
    self.init(
      title: title, task: task, parts: inspection.parts.map { Part($0.name, $0.inspection) },
      isSynthetic: inspection.isSynthetic, seed: seed,
      version: version)
    dataFacts = [Fact("found in", inspection.source)]
    if let shared = inspection.testBeatsInTrain {
      dataFacts.append(Fact("test beats that are also in train", shared.grouped))
    }
    if let apart = inspection.patientsSetApart {
      dataFacts.append(
        Fact("patients or records set apart to test with", apart.joined(separator: ", ")))
    }
    firstBeats = inspection.train.firstBeats.enumerated().map { index, samples in
      let labels = inspection.train.firstLabels
      let symbol = labels.indices.contains(index) ? task.classes[labels[index]].symbol : nil
      return FirstBeat(classSymbol: symbol, samples: samples)
    }
  }
}

extension RunReport.Part {
  /// Creates a part from what inspection found in it.
  init(_ name: String, _ inspection: BeatInspection) {
    self.init(
      name: name, classCounts: inspection.classes.map(\.count),
      facts: Self.facts(of: inspection))
  }

  private static func facts(of inspection: BeatInspection) -> [RunReport.Fact] {
    var facts = [
      RunReport.Fact("beats", inspection.beats.grouped),
      RunReport.Fact("samples per beat", inspection.samplesPerBeat.grouped),
      RunReport.Fact("type", inspection.type),
      RunReport.Fact("missing values", inspection.missingValues.grouped),
      RunReport.Fact("infinite values", inspection.infiniteValues.grouped),
      RunReport.Fact("values outside 0…1", inspection.valuesOutsideUnitRange.grouped),
      RunReport.Fact("constant beats", inspection.constantBeats.grouped),
      RunReport.Fact("beats that repeat an earlier one", inspection.duplicateBeats.grouped),
      RunReport.Fact(
        "of these, of another class", inspection.duplicatesOfAnotherClass.grouped),
    ]
    if let low = inspection.minimum, let high = inspection.maximum {
      let range = "\(Numerals.short(Double(low))) to \(Numerals.short(Double(high)))"
      facts.insert(RunReport.Fact("range of values", range), at: 3)
    }
    if let ratio = inspection.imbalanceRatio {
      facts.append(
        RunReport.Fact(
          "largest to smallest class", "\(Numerals.short((ratio * 10).rounded() / 10)) : 1"))
    }
    return facts
  }
}
