/// Cuts a lead into beats as the MIT-BIH files of Kaggle are cut, from R peaks that were
/// detected or marked.
///
/// A beat begins at its R peak and reaches a fifth of the way from the next peak to the one after
/// it. It is scaled to 0…1 by its lowest and highest value and cut or filled with zeros to
/// 187 samples. The last peak starts no beat. Unlike `MITBIHSegmentation`, which gives what
/// Kaggle's files hold, marks that are no beats bound none.
struct BeatSegmentation {
  private static let samplesPerBeat = BeatDataset.kaggleSamplesPerBeat

  /// The lead in any unit; NaN where samples are missing.
  let signal: [Float]
  /// The R peaks as indices into `signal`, ascending.
  let peaks: [Int]
  /// Which samples of a beat are taken, from its R peak on: every one, or every so-many-th.
  var step = 1

  /// Appends the beats; those with missing samples and flat ones are left out.
  ///
  /// - Returns: for each beat the index of its peak.
  func append(to values: inout [Float]) -> [Int] {
    peaks.indices.dropLast().filter { index in
      let (start, next) = (peaks[index], peaks[index + 1])
      let afterNext = index + 2 < peaks.count ? peaks[index + 2] : signal.count
      let end = min(next + (afterNext - next) / 5, signal.count)
      guard start < end else { return false }
      return append(stride(from: start, to: end, by: step).map { signal[$0] }, to: &values)
    }
  }

  private func append(_ segment: [Float], to values: inout [Float]) -> Bool {
    guard !segment.contains(where: \.isNaN), let lowest = segment.min(),
      let highest = segment.max(),
      lowest < highest
    else { return false }
    let beat = segment.prefix(Self.samplesPerBeat)
    for sample in beat { values.append((sample - lowest) / (highest - lowest)) }
    values.append(contentsOf: repeatElement(0, count: Self.samplesPerBeat - beat.count))
    return true
  }
}
