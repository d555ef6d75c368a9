import Foundation

extension BeatDataset {
  /// The classes of the task that no beat is labelled with.
  package var missingClasses: [BeatTask.Class] { task.missingClasses(counts: classCounts) }

  /// Whether the labels that somebody wrote into files are 0 and 1 and no others, as in many sets
  /// of normal beats and abnormal ones.
  package var hasTwoWrittenLabels: Bool {
    switch source {
    case .csv, .safetensors:
      classCounts.count > 1 && classCounts[0] > 0 && classCounts[1] > 0
        && classCounts.dropFirst(2).allSatisfy { $0 == 0 }
    case .records, .synthetic: false
    }
  }

  /// The other of the two tasks, where labels or names of files seem to be those of it; nil where
  /// they do not, and for a task that is none of the two.
  ///
  /// - Parameters:
  ///   - task: the task that the labels are taken for.
  ///   - counts: the beats of each class, where they are known without the labels.
  package func likelierTask(than task: BeatTask, counts: [Int]? = nil) -> BeatTask? {
    guard BeatTask.all.contains(task) else { return nil }
    let names =
      switch source {
      case .csv(let paths): paths.map { URL(filePath: $0).lastPathComponent.lowercased() }
      case .safetensors(let path, _): [URL(filePath: path).lastPathComponent.lowercased()]
      case .records, .synthetic: [String]()
      }
    let beginning = task == .arrhythmia ? "ptbdb" : "mitbih"
    let counts = counts ?? classCounts
    // Of an arrhythmia model's classes few beats are S, of PTB's most are of infarction.
    let isOfTwo =
      task == .arrhythmia && counts.dropFirst(2).allSatisfy { $0 == 0 }
      && counts.count > 1 && counts[1] * 5 >= count
    guard isOfTwo || names.contains(where: { $0.hasPrefix(beginning) }) else { return nil }
    return task == .arrhythmia ? .infarction : .arrhythmia
  }
}

extension BeatTask {
  /// The classes that have no beats.
  ///
  /// - Parameter counts: the beats of each class: `K`.
  package func missingClasses(counts: [Int]) -> [Class] {
    zip(classes, counts).filter { $1 == 0 }.map(\.0)
  }
}
