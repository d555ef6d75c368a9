import ECGParallel

/// The features of all examples, each value as the number of its bin.
struct BinnedColumns: Sendable {
  /// `N`.
  let rowCount: Int
  /// The edges of each feature's bins: `D`.
  let edges: [BinEdges]
  /// The features that have two bins at least, so that there is something to split.
  let usable: [Int]
  /// `D × N`, feature after feature.
  private let bins: Memory<UInt8>

  /// Sorts features into bins.
  ///
  /// - Parameters:
  ///   - features: `N × D`.
  ///   - bins: how many each may have.
  init(_ features: [Float], rows: Int, bins: Int, threads: Int) {
    let columns = features.count / rows
    let memory = Memory<UInt8>(repeating: 0, count: features.count)
    var edges = [BinEdges?](repeating: nil, count: columns)
    edges.withUnsafeMutableBufferPointer { edges in
      features.withUnsafeBufferPointer { features in
        // Each task writes the edges and bins of one feature.
        nonisolated(unsafe) let (edges, features) = (edges, features)
        ParallelWork.forEach(columns, threads: threads) { column in
          let values = (0..<rows).lazy.map { features[$0 * columns + column] }
          let found = BinEdges(of: values, bins: bins)
          edges[column] = found
          for (row, value) in values.enumerated() {
            memory.start[column * rows + row] = UInt8(found.bin(of: value))
          }
        }
      }
    }
    rowCount = rows
    self.edges = edges.compactMap { $0 }
    usable = self.edges.indices.filter { [edges = self.edges] in edges[$0].count > 1 }
    self.bins = memory
  }

  /// The bins of a feature: `N`.
  func column(_ feature: Int) -> UnsafePointer<UInt8> {
    UnsafePointer(bins.start + feature * rowCount)
  }
}
