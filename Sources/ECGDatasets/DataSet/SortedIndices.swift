import ECGRecordings

/// Some of many indices, ascending, by which the others are found without a list of them.
struct SortedIndices: Sendable {
  private let indices: [Int]

  /// - Precondition: they ascend, none is there twice, and none is negative.
  init(_ indices: [Int]) {
    precondition(zip(indices, indices.dropFirst()).allSatisfy(<), "expected ascending indices")
    self.indices = indices
  }

  /// The index that has `position` others before it, those that are among these left out.
  func complement(at position: Int) -> Int {
    // `indices[i] - i` others come before `indices[i]`, which never falls.
    position + indices.indices.partitionPoint { indices[$0] - $0 > position }
  }
}

extension SortedIndices: RandomAccessCollection {
  var startIndex: Int { 0 }
  var endIndex: Int { indices.count }
  subscript(position: Int) -> Int { indices[position] }
}
