/// A leaf of a tree that grows.
struct Leaf {
  /// Its examples' positions in the tree's order of rows.
  var rows: Range<Int>
  /// The derivatives of its examples, added up.
  var sum: DerivativeSum
  /// Where its histograms lie.
  var position: Int
  /// The node above it and the side; nil for the root.
  var parent: (node: Int, isLeft: Bool)?
  /// The best way to split it; nil where there is none, or none was looked for yet.
  var split: Split?
}
