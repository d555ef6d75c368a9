/// Cholesky's decomposition of a symmetric, positive definite matrix into a lower triangle
/// and its transpose.
enum Cholesky {
  /// The solution `x` of `A · x = b`.
  ///
  /// - Parameters:
  ///   - matrix: `A`, `n × n`, of which the lower triangle is read.
  ///   - right: `b`: `n`.
  static func solution(of matrix: [Double], _ right: [Double]) -> [Double] {
    var (lower, result) = (matrix, right)
    let width = right.count
    for row in 0..<width {
      for column in 0...row {
        var value = lower[row * width + column]
        for index in 0..<column {
          value -= lower[row * width + index] * lower[column * width + index]
        }
        // Rounding may leave nothing of a small pivot.
        lower[row * width + column] =
          row == column ? max(value, 1e-12).squareRoot() : value / lower[column * width + column]
      }
    }
    for row in 0..<width {
      for index in 0..<row { result[row] -= lower[row * width + index] * result[index] }
      result[row] /= lower[row * width + row]
    }
    for row in (0..<width).reversed() {
      for index in row + 1..<width { result[row] -= lower[index * width + row] * result[index] }
      result[row] /= lower[row * width + row]
    }
    return result
  }
}
