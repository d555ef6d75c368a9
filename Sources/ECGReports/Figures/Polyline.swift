/// Lines through many points.
enum Polyline {
  /// The points of a line that cannot be left out without moving it by more than `tolerance`
  /// (Douglas and Peucker, Cartographica 10, 1973).
  ///
  /// Works through a list of open stretches rather than by recursion: a curve may have as many
  /// points as there are beats.
  static func simplified(_ points: [[Double]], tolerance: Double) -> [[Double]] {
    guard points.count > 2 else { return points }
    var keeps = Array(repeating: false, count: points.count)
    keeps[0] = true
    keeps[points.count - 1] = true
    var open = [(0, points.count - 1)]
    while let (first, last) = open.popLast() {
      var farthest = first
      var distance = tolerance
      for index in first + 1..<max(last, first + 1) {
        let here = offset(of: points[index], from: points[first], to: points[last])
        if here > distance {
          distance = here
          farthest = index
        }
      }
      if farthest != first {
        keeps[farthest] = true
        open.append((first, farthest))
        open.append((farthest, last))
      }
    }
    return points.indices.filter { keeps[$0] }.map { points[$0] }
  }

  /// The distance of a point from a stretch.
  private static func offset(of point: [Double], from start: [Double], to end: [Double]) -> Double {
    let (dx, dy) = (end[0] - start[0], end[1] - start[1])
    let length = dx * dx + dy * dy
    let along =
      length > 0 ? ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length : 0
    let share = min(max(along, 0), 1)
    let (x, y) = (point[0] - start[0] - share * dx, point[1] - start[1] - share * dy)
    return (x * x + y * y).squareRoot()
  }
}
