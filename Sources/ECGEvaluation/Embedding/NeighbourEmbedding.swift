import Foundation

/// Examples as points of a plane in which neighbours stay neighbours: t-SNE (van der Maaten and
/// Hinton, Visualizing Data using t-SNE, Journal of Machine Learning Research 9, 2008).
///
/// Exact, so for some thousand examples at most: a step takes all pairs. Our own, because there is
/// no library for it in Swift that is kept up. As in scikit-learn 1.x the beginning is the plane of
/// the principal components, the learning rate a twelfth of a quarter of the examples, 50 at least,
/// and forces are exaggerated twelvefold in the first 250 steps. So there is no chance in it: the
/// same examples give the same plane.
public struct NeighbourEmbedding: Equatable, Sendable {
  /// The points: `N` pairs.
  public let points: [[Double]]

  /// The most examples that are taken.
  public static let mostExamples = 3000

  private static let exaggeration: Float = 12
  private static let exaggeratedSteps = 250
  private typealias Lanes = SIMD8<Float>

  /// Lays examples out.
  ///
  /// - Parameters:
  ///   - values: the examples behind one another: `N × D` finite numbers.
  ///   - dimensions: `D`.
  ///   - perplexity: how many neighbours an example has, roughly; no more than a third of the
  ///     examples are taken.
  ///   - steps: the steps of the descent.
  /// - Precondition: `values` is a whole number of examples, from 4 to ``mostExamples``.
  public init(of values: [Float], dimensions: Int, perplexity: Double = 30, steps: Int = 750) {
    precondition(dimensions > 0 && values.count.isMultiple(of: dimensions))
    let count = values.count / dimensions
    precondition((4...Self.mostExamples).contains(count))
    let affinities = Affinities(
      of: values, dimensions: dimensions, perplexity: min(perplexity, Double(count - 1) / 3))
    var descent = Descent(
      start: PrincipalComponents(of: values, dimensions: dimensions).positions(of: values),
      affinities: affinities, rate: max(50, Float(count) / Self.exaggeration / 4))
    for step in 0..<steps {
      let isEarly = step < Self.exaggeratedSteps
      descent.step(exaggeration: isEarly ? Self.exaggeration : 1, momentum: isEarly ? 0.5 : 0.8)
    }
    points = (0..<count).map { [Double(descent.x[$0]), Double(descent.y[$0])] }
  }

  /// How probable pairs of examples are as neighbours: symmetric, with a sum of 1.
  private struct Affinities {
    /// Rows are filled up with zeros to whole vectors.
    let rowLength: Int
    let values: [Float]

    init(of values: [Float], dimensions: Int, perplexity: Double) {
      let count = values.count / dimensions
      rowLength = (count + Lanes.scalarCount - 1) / Lanes.scalarCount * Lanes.scalarCount
      var conditional = [Double](repeating: 0, count: count * count)
      for example in 0..<count {
        let squares = (0..<count).map { other -> Double in
          var sum: Float = 0
          for index in 0..<dimensions {
            let gap = values[example * dimensions + index] - values[other * dimensions + index]
            sum += gap * gap
          }
          return Double(sum)
        }
        let row = Self.neighbours(squares, of: example, entropy: log(perplexity))
        for (other, share) in row.enumerated() { conditional[example * count + other] = share }
      }
      var joint = [Float](repeating: 0, count: count * rowLength)
      for example in 0..<count {
        for other in 0..<count where other != example {
          let sum = conditional[example * count + other] + conditional[other * count + example]
          joint[example * rowLength + other] = Float(max(sum / (2 * Double(count)), 1e-12))
        }
      }
      self.values = joint
    }

    /// The shares of the others as neighbours of an example, whose entropy is that of as many equal
    /// ones as the perplexity says: by halving the range of the width.
    private static func neighbours(
      _ squares: [Double], of example: Int, entropy goal: Double
    ) -> [Double] {
      let nearest = squares.indices.filter { $0 != example }.map { squares[$0] }.min() ?? 0
      var (low, high, beta) = (0.0, Double.infinity, 1.0)
      var row = squares
      for _ in 0..<64 {
        var (sum, weighted) = (0.0, 0.0)
        for (other, square) in squares.enumerated() {
          // Against the nearest: the largest weight is 1, whatever the scale.
          let weight = other == example ? 0 : exp(-beta * (square - nearest))
          row[other] = weight
          sum += weight
          weighted += weight * (square - nearest)
        }
        let entropy = log(sum) + beta * weighted / sum
        for other in row.indices { row[other] /= sum }
        if abs(entropy - goal) < 1e-5 { break }
        if entropy > goal { low = beta } else { high = beta }
        beta = high.isFinite ? (low + high) / 2 : beta * 2
      }
      return row
    }
  }

  /// Points on their way down, with momentum and gains by direction (Jacobs 1988), as in the paper.
  private struct Descent {
    var x: [Float]
    var y: [Float]
    private let affinities: Affinities
    private let rate: Float
    private let count: Int
    private var velocities: [[Float]]
    private var gains: [[Float]]

    init(start: [[Double]], affinities: Affinities, rate: Float) {
      self.affinities = affinities
      self.rate = rate
      count = start.count
      // Spread a ten-thousandth along the first direction.
      let spread = (start.reduce(0) { $0 + $1[0] * $1[0] } / Double(start.count)).squareRoot()
      let scale = spread > 0 ? 1e-4 / spread : 0
      // What fills the vectors up is far away from everything.
      let filling = [Float](repeating: 1e15, count: affinities.rowLength - start.count)
      x = start.enumerated().map { Float($1[0] * scale) + 1e-9 * Float($0) } + filling
      y = start.map { Float(($0.count > 1 ? $0[1] : 0) * scale) } + filling
      velocities = [[Float]](repeating: [Float](repeating: 0, count: start.count), count: 2)
      gains = [[Float]](repeating: [Float](repeating: 1, count: start.count), count: 2)
    }

    mutating func step(exaggeration: Float, momentum: Float) {
      let gradient = gradient(exaggeration: exaggeration)
      for axis in 0..<2 {
        for point in 0..<count {
          let component = gradient[axis][point]
          let isOnItsWay = component * velocities[axis][point] < 0
          gains[axis][point] = max(
            0.01, isOnItsWay ? gains[axis][point] + 0.2 : gains[axis][point] * 0.8)
          velocities[axis][point] =
            momentum * velocities[axis][point] - rate * gains[axis][point] * component
        }
      }
      for point in 0..<count {
        x[point] += velocities[0][point]
        y[point] += velocities[1][point]
      }
    }

    /// The gradient of the divergence: what attracts neighbours less what repels all.
    private func gradient(exaggeration: Float) -> [[Float]] {
      var attraction = [[Float]](repeating: [Float](repeating: 0, count: count), count: 2)
      var repulsion = attraction
      var total = 0.0
      let length = affinities.rowLength
      affinities.values.withUnsafeBytes { affinities in
        x.withUnsafeBytes { xs in
          y.withUnsafeBytes { ys in
            for point in 0..<count {
              let (ownX, ownY) = (Lanes(repeating: x[point]), Lanes(repeating: y[point]))
              var (sum, attractX, attractY, repelX, repelY) = (
                Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero
              )
              for other in stride(from: 0, to: length, by: Lanes.scalarCount) {
                let offset = other * MemoryLayout<Float>.stride
                let gapX = ownX - xs.loadUnaligned(fromByteOffset: offset, as: Lanes.self)
                let gapY = ownY - ys.loadUnaligned(fromByteOffset: offset, as: Lanes.self)
                let near = 1 / (1 + gapX * gapX + gapY * gapY)
                let attract =
                  near
                  * affinities.loadUnaligned(
                    fromByteOffset: (point * length + other) * MemoryLayout<Float>.stride,
                    as: Lanes.self)
                let repel = near * near
                sum += near
                attractX += attract * gapX
                attractY += attract * gapY
                repelX += repel * gapX
                repelY += repel * gapY
              }
              // A point is as near to itself as can be, which does not count.
              total += Double(sum.sum()) - 1
              attraction[0][point] = attractX.sum()
              attraction[1][point] = attractY.sum()
              repulsion[0][point] = repelX.sum()
              repulsion[1][point] = repelY.sum()
            }
          }
        }
      }
      let whole = Float(max(total, 1e-12))
      return (0..<2).map { axis in
        (0..<count).map { point in
          4 * (exaggeration * attraction[axis][point] - repulsion[axis][point] / whole)
        }
      }
    }
  }
}

extension NeighbourEmbedding {
  /// How far the neighbours in a plane are neighbours among the examples (Venna and Kaski, Neural
  /// Networks 19, 2006; scikit-learn's `trustworthiness`): 1 where all are.
  ///
  /// - Parameters:
  ///   - points: the plane: `N` pairs.
  ///   - values: the examples: `N × D`.
  ///   - neighbours: how many of each point are looked at, below half of the examples.
  public static func trustworthiness(
    of points: [[Double]], values: [Float], neighbours: Int = 12
  ) -> Double {
    let count = points.count
    guard count > 2 * neighbours, neighbours > 0 else { return 1 }
    let dimensions = values.count / count
    var penalty = 0
    for point in 0..<count {
      let far = (0..<count).map { other in
        (0..<dimensions).reduce(Float(0)) { sum, index in
          let gap = values[point * dimensions + index] - values[other * dimensions + index]
          return sum + gap * gap
        }
      }
      let shown = (0..<count).map { other in
        pow(points[point][0] - points[other][0], 2) + pow(points[point][1] - points[other][1], 2)
      }
      var ranks = [Int](repeating: 0, count: count)
      let order = (0..<count).filter { $0 != point }
      for (rank, other) in order.sorted(by: { (far[$0], $0) < (far[$1], $1) }).enumerated() {
        ranks[other] = rank + 1
      }
      for other in order.sorted(by: { (shown[$0], $0) < (shown[$1], $1) }).prefix(neighbours) {
        penalty += max(0, ranks[other] - neighbours)
      }
    }
    let (n, k) = (Double(count), Double(neighbours))
    return 1 - Double(penalty) * 2 / (n * k * (2 * n - 3 * k - 1))
  }
}
