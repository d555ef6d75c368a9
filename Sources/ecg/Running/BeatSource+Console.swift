import ECGAnalysis
import ECGDatasets
import ECGFiles

extension DataFinding {
  /// What was found, told to the person.
  ///
  /// - Parameter paths: what was named; who names one file knows what it is.
  /// - Throws: `FileError` of kind `noInput` where there is nothing.
  func told(named paths: [String], for task: BeatTask, _ console: Console) throws -> FoundData {
    switch self {
    case .found(let found):
      if found.content != .beats(paths.first ?? "") { console.note(found.summary) }
      return found
    case .nothing(let lookedIn):
      throw FileError(
        .noInput, path: lookedIn.joined(separator: ", "),
        "expected \(DataFinder.wanted(for: task)), found neither",
        remedy: Remedy(Wording.gettingData(for: task)))
    }
  }
}

extension BeatSource {
  /// Prepares to read what was found, and tells the person what they must know of it.
  init(
    _ found: FoundData, records choice: RecordChoice = RecordChoice(), task: BeatTask,
    length: BeatLength = .usual, threads: Int, console: Console
  ) throws {
    for remark in found.remarks { console.warn(remark) }
    try found.keep()
    self.init(found, records: choice, task: task, length: length, threads: threads) {
      switch $0 {
      case .note(let sentence): console.note(sentence)
      case .warning(let sentence): console.warn(sentence)
      }
    }
  }
}
