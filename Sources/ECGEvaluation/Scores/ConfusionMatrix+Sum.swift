extension ConfusionMatrix {
  /// The counts of several, of the same classes, together; nil for none.
  package static func sum(_ matrices: [ConfusionMatrix]) -> ConfusionMatrix? {
    guard let first = matrices.first else { return nil }
    let counts = matrices.dropFirst().reduce(first.counts) { sum, matrix in
      zip(sum, matrix.counts).map { zip($0, $1).map { $0 + $1 } }
    }
    return ConfusionMatrix(classes: first.classes, counts: counts)
  }
}
