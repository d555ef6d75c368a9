/// The smooth curve through points: a polynomial of the second degree between each two neighbouring
/// midpoints, with a continuous slope.
///
/// The same curve as SciPy's `interp1d(kind="quadratic")`: knots half way between the points,
/// without the first and the last of them, so that the ends need no further condition.
struct QuadraticSpline {
  private let knots: [Double]
  private let coefficients: [Double]

  /// - Precondition: there are at least three points, and their positions ascend.
  init(_ positions: [Double], _ values: [Double]) {
    let count = positions.count
    precondition(count > 2 && values.count == count)
    let first = positions[0]
    let last = positions[count - 1]
    let inner: [Double] = (1..<count - 2).map { (positions[$0] + positions[$0 + 1]) / 2 }
    knots = [first, first, first] + inner + [last, last, last]
    // Each point sees three of the curve's parts: a system with a band of two to either side.
    var rows: [[Double]] = []
    var starts: [Int] = []
    var span = 2
    for position in positions {
      while span < count - 1, knots[span + 1] <= position { span += 1 }
      rows.append(Self.weights(knots, span, position))
      starts.append(span - 2)
    }
    coefficients = Self.solve(rows, starts, values)
  }

  /// The curve at ascending positions within those of the points.
  func values(at positions: [Double]) -> [Double] {
    var span = 2
    return positions.map { position in
      while span < coefficients.count - 1, knots[span + 1] <= position { span += 1 }
      let weights = Self.weights(knots, span, position)
      return (0..<3).reduce(0) { $0 + weights[$1] * coefficients[span - 2 + $1] }
    }
  }

  /// The three parts that count at a position between the knots `span` and `span + 1` (de Boor).
  private static func weights(_ knots: [Double], _ span: Int, _ position: Double) -> [Double] {
    func share(_ low: Int, _ high: Int) -> Double {
      (position - knots[low]) / (knots[high] - knots[low])
    }
    let middle = share(span, span + 1)
    let (left, right) = (share(span - 1, span + 1), share(span, span + 2))
    return [
      (1 - middle) * (1 - left), (1 - middle) * left + middle * (1 - right), middle * right,
    ]
  }

  /// Gauss without a change of rows, which the matrices of such curves do not need.
  private static func solve(_ rows: [[Double]], _ starts: [Int], _ values: [Double]) -> [Double] {
    let count = rows.count
    // Row by row, columns −2 … +2 about the diagonal.
    var band = [[Double]](repeating: [0, 0, 0, 0, 0], count: count)
    for row in 0..<count {
      for part in 0..<3 {
        let column = starts[row] + part - row + 2
        if (0..<5).contains(column) { band[row][column] = rows[row][part] }
      }
    }
    var result = values
    for row in 0..<count {
      for below in 1...2 where row + below < count && band[row + below][2 - below] != 0 {
        let factor = band[row + below][2 - below] / band[row][2]
        for column in 0...2 {
          band[row + below][2 - below + column] -= factor * band[row][2 + column]
        }
        result[row + below] -= factor * result[row]
      }
    }
    for row in (0..<count).reversed() {
      for above in 1...2 where row + above < count {
        result[row] -= band[row][2 + above] * result[row + above]
      }
      result[row] /= band[row][2]
    }
    return result
  }
}
