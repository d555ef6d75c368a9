extension BeatDataset {
  /// What there is to say of the labels of a file that seem to count from 1, where those of this
  /// program count from 0: a sentence; nil for nothing.
  package var numberingRemark: String? {
    // Of one label alone there is no telling: the abnormal beats of PTB are all 1.
    guard case .csv = source, isLabelled, classCounts.count > 2, classCounts[0] == 0,
      let last = classCounts.lastIndex(where: { $0 > 0 }), last > 1,
      classCounts[1...last].allSatisfy({ $0 > 0 })
    else { return nil }
    let taken = (1...last).map { "\($0) for \(task.classes[$0].symbol)" }
    return """
      No beat has the label 0, \(task.classes[0].symbol): labels count from 0 here, and are taken \
      \(taken.joined(separator: ", ")). If those of the file count from 1, subtract 1 from each.
      """
  }
}
