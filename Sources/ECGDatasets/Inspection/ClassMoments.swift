/// The mean and standard deviation of each class's beats, sample by sample, summed in `Double`.
struct ClassMoments {
  /// The beats of each class: `K`.
  private(set) var beats: [Int]
  /// The means: `K × L`; 0 where no value is finite.
  private(set) var mean: [[Double]]
  /// The population standard deviations: `K × L`.
  private(set) var standardDeviation: [[Double]]

  /// Computes the moments of a labelled data set over its finite values, in two passes.
  init(of dataset: BeatDataset) {
    let length = dataset.samplesPerBeat
    let empty = [Double](repeating: 0, count: dataset.task.classes.count * length)
    var (sums, counts, squares) = (empty, empty, empty)
    dataset.forEachBeat { index, beat in
      let start = dataset.labels[index] * length
      for sample in 0..<length where beat[sample].isFinite {
        sums[start + sample] += Double(beat[sample])
        counts[start + sample] += 1
      }
    }
    let means = zip(sums, counts).map { $0 / max($1, 1) }
    dataset.forEachBeat { index, beat in
      let start = dataset.labels[index] * length
      for sample in 0..<length where beat[sample].isFinite {
        let deviation = Double(beat[sample]) - means[start + sample]
        squares[start + sample] += deviation * deviation
      }
    }
    let deviations = zip(squares, counts).map { ($0 / max($1, 1)).squareRoot() }
    let rows = dataset.task.classes.indices.map { $0 * length..<($0 + 1) * length }
    beats = dataset.classCounts
    mean = rows.map { Array(means[$0]) }
    standardDeviation = rows.map { Array(deviations[$0]) }
  }
}
