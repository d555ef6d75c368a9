/// Shapes sorted into clusters of what is alike, one after the other, in bounded memory: leader
/// clustering, whose clusters are then merged, the closest first.
///
/// Likeness is the correlation of two shapes without their means, so that a shape and its
/// reverse are not alike. A shape comes in several alignments, of which the best counts. Nothing
/// is drawn by chance.
struct ShapeClusters {
  /// The samples of a shape.
  private let length: Int
  /// The clusters that shapes may join.
  private var open: [Cluster] = []
  /// The means of the open clusters, one after the other, each of ``length`` samples.
  private var means: [Float] = []
  /// What each cluster was merged into; itself where it was not.
  private var parents: [Int] = []

  private struct Cluster {
    let number: Int
    var size: Int
    /// The square root of the mean's power.
    var norm: Float
  }

  /// The correlation with a mean from which on a shape joins its cluster.
  private static let likeness: Float = 0.9
  /// Where there are more open clusters than the first, the closest are merged until
  /// the second is left.
  private static let (most, kept) = (96, 64)
  /// Shapes after which a mean moves no slower.
  private static let slowest = 50

  /// - Parameter length: the samples of a shape; a multiple of 8.
  init(length: Int) {
    precondition(length.isMultiple(of: 8))
    self.length = length
  }

  /// Sorts a shape in.
  ///
  /// - Parameter alignments: the shape's samples without their mean in each alignment, one
  ///   after the other.
  /// - Returns: the number of its cluster; see ``resolve(_:)``.
  mutating func take(_ alignments: [Float]) -> Int {
    let count = alignments.count / length
    let norms = (0..<count).map { Self.norm(alignments, at: $0 * length, length) }
    var (best, nearest, alignment): (Float, Int?, Int) = (Self.likeness, nil, count / 2)
    alignments.withUnsafeBufferPointer { alignments in
      means.withUnsafeBufferPointer { means in
        for (position, cluster) in open.enumerated() {
          for shift in 0..<count {
            let both = norms[shift] * cluster.norm
            let product =
              both > 0
              ? Self.product(alignments, at: shift * length, means, at: position * length, length)
                / both : norms[shift] == cluster.norm ? 1 : 0
            if product > best { (best, nearest, alignment) = (product, position, shift) }
          }
        }
      }
    }
    guard let nearest else {
      found(alignments[alignment * length..<(alignment + 1) * length], norms[alignment])
      return parents.count - 1
    }
    open[nearest].size += 1
    let share = 1 / Float(min(open[nearest].size, Self.slowest))
    for index in 0..<length {
      means[nearest * length + index] +=
        share * (alignments[alignment * length + index] - means[nearest * length + index])
    }
    open[nearest].norm = Self.norm(means, at: nearest * length, length)
    return open[nearest].number
  }

  private mutating func found(_ shape: ArraySlice<Float>, _ norm: Float) {
    open.append(Cluster(number: parents.count, size: 1, norm: norm))
    means += shape
    parents.append(parents.count)
    if open.count > Self.most { merge { count, _ in count > Self.kept } }
  }

  /// Merges the two clusters that are most alike, again and again.
  ///
  /// - Parameter isWanted: whether to merge once more, of how many clusters there are and how much
  ///   alike the two closest are.
  mutating func merge(while isWanted: (Int, Float) -> Bool) {
    let count = open.count
    var likeness = [Float](repeating: -2, count: count * count)
    var isOpen = [Bool](repeating: true, count: count)
    func compare(_ a: Int) {
      for b in 0..<count where b != a && isOpen[b] {
        let both = open[a].norm * open[b].norm
        let product =
          both > 0
          ? Self.product(means, at: a * length, means, at: b * length, length) / both
          : open[a].norm == open[b].norm ? 1 : 0
        likeness[a * count + b] = product
        likeness[b * count + a] = product
      }
    }
    for cluster in 0..<count { compare(cluster) }
    var left = count
    while left > 1 {
      var (best, nearest) = (Float(-2), 0)
      for index in likeness.indices where likeness[index] > best {
        (best, nearest) = (likeness[index], index)
      }
      guard best > -2, isWanted(left, best) else { break }
      let pair = (nearest / count, nearest % count)
      // The larger one stays; of two alike the earlier.
      let (a, b) = open[pair.1].size > open[pair.0].size ? (pair.1, pair.0) : pair
      join(b, into: a)
      isOpen[b] = false
      for other in 0..<count {
        likeness[b * count + other] = -2
        likeness[other * count + b] = -2
      }
      compare(a)
      left -= 1
    }
    let rest = isOpen.indices.filter { isOpen[$0] }
    means = rest.flatMap { means[$0 * length..<($0 + 1) * length] }
    open = rest.map { open[$0] }
  }

  private mutating func join(_ b: Int, into a: Int) {
    let (sizeA, sizeB) = (Float(open[a].size), Float(open[b].size))
    for index in 0..<length {
      means[a * length + index] =
        (sizeA * means[a * length + index] + sizeB * means[b * length + index]) / (sizeA + sizeB)
    }
    open[a].size += open[b].size
    open[a].norm = Self.norm(means, at: a * length, length)
    parents[open[b].number] = open[a].number
  }

  /// The number of the cluster that a cluster has become part of.
  func resolve(_ cluster: Int) -> Int {
    var cluster = cluster
    while parents[cluster] != cluster { cluster = parents[cluster] }
    return cluster
  }

  static func norm(_ shape: [Float], at start: Int, _ length: Int) -> Float {
    product(shape, at: start, shape, at: start, length).squareRoot()
  }

  /// The product of two shapes that stand in lists of numbers.
  static func product(
    _ a: [Float], at first: Int, _ b: [Float], at second: Int, _ length: Int
  ) -> Float {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in product(a, at: first, b, at: second, length) }
    }
  }

  @inline(__always)
  private static func product(
    _ a: UnsafeBufferPointer<Float>, at first: Int, _ b: UnsafeBufferPointer<Float>,
    at second: Int, _ length: Int
  ) -> Float {
    let a = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(a)[(4 * first)...])
    let b = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(b)[(4 * second)...])
    var sum = SIMD8<Float>()
    for offset in stride(from: 0, to: 4 * length, by: MemoryLayout<SIMD8<Float>>.size) {
      sum +=
        a.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
        * b.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
    }
    return sum.sum()
  }
}
