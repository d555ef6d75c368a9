import ECGBoostedTrees
package import ECGSignals

/// The beats of a record as trees see them, from each lead and either side.
package struct RecordingExamples: Sendable {
  /// The features of all beats in one lead, what is usual told by one side: `N × D`.
  struct View: Sendable {
    let lead: Int
    let side: BeatSide
    var features: [Float] = []
    var isShown: [Bool] = []
  }

  let views: [View]
  /// The class of each beat; nil where nobody knows.
  let labels: [Int?]
  let families: BeatFamilies
  let evidence: AtrialEvidence
  let leadCount: Int

  /// Describes the beats of a record.
  package init(_ beats: RecordingBeats, labels: [Int?], recipe: RecordingRecipe) {
    self.labels = labels
    leadCount = beats.leads.count
    families = BeatFamilies(of: beats)
    var evidence = AtrialEvidence(intervals: beats.intervals)
    views = beats.leads.indices.flatMap { lead in
      recipe.sides.map { side in
        var view = View(lead: lead, side: side)
        view.features = [Float](repeating: 0, count: beats.count * BeatFeatures.count)
        view.isShown = [Bool](repeating: false, count: beats.count)
        beats.forEachBlock(ofLead: lead, side) { range, values, isShown in
          let start = range.lowerBound * BeatFeatures.count
          view.features.replaceSubrange(start..<start + values.count, with: values)
          view.isShown.replaceSubrange(range, with: isShown)
          if side == .earlier { evidence.take(range, values, isShown: isShown) }
        }
        if !recipe.seesNext { view.features.hideNext() }
        return view
      }
    }
    self.evidence = evidence
  }
}

extension [Float] {
  /// Takes out of rows of features what the next beat tells.
  mutating func hideNext() {
    for start in stride(from: 0, to: count, by: BeatFeatures.count) {
      for feature in BeatFeatures.afterwards { self[start + feature] = 0 }
    }
  }

  /// Takes out of rows of features the one that is for `AtrialEvidence` alone: trees did no better
  /// with it. It is taken out where they learn; one that is the same in all rows is not asked for
  /// by any tree, so that rows to be classified may keep it.
  mutating func hidePCorrelation() {
    for start in stride(from: 0, to: count, by: BeatFeatures.count) {
      self[start + BeatFeatures.pCorrelation] = 0
    }
  }
}
