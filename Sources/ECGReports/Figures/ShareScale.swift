/// How lines show what parts of a beat add to the log-odds of a class: seven levels from −3, which
/// takes the most, over 0 to 3, which adds the most. Both colour and width tell the level, so that
/// print in grey does too.
struct ShareScale {
  private static let levels = -3...3
  private static let adding = Color(hex: "#D55E00")
  private static let taking = Color(hex: "#0072B2")
  private static let neutral = Color(hex: "#8A8A8A")

  private let shares: [Float]
  /// The largest share, whatever its sign.
  private let largest: Float

  /// Creates the scale of a beat, which goes up to its own largest share.
  init(_ shares: [Float]) {
    self.shares = shares
    largest = shares.reduce(0) { max($0, abs($1)) }
  }

  /// The level of the line from sample `index` to the next.
  func level(at index: Int) -> Int {
    // Shares of nothing are rounding errors.
    guard largest > 1e-3, shares.indices.contains(index) else { return 0 }
    let next = index + 1 < shares.count ? shares[index + 1] : shares[index]
    return Int((3 * (shares[index] + next) / 2 / largest).rounded())
  }

  /// The points of a line by level, the strongest last: those that lie beside one another are
  /// joined, a row that is not a number ends a stretch.
  func stretches(of points: [[Double]]) -> [(level: Int, points: [[Double]])] {
    var found: [Int: [[Double]]] = [:]
    var before: Int?
    for (index, point) in points.dropLast().enumerated() {
      let level = level(at: index)
      if level != before { found[level, default: []] += [[.nan, .nan], point] }
      found[level, default: []].append(points[index + 1])
      before = level
    }
    return found.map { (level: $0.key, points: $0.value) }
      .sorted { (abs($0.level), $0.level) < (abs($1.level), $1.level) }
  }

  /// gnuplot's style of a line.
  static func style(of level: Int) -> String {
    let strength = Double(abs(level)) / Double(levels.upperBound)
    let color =
      level == 0 ? neutral : (level > 0 ? adding : taking).lightened(by: 0.5 * (1 - strength))
    return "linewidth \(1 + 1.8 * strength) linecolor rgb '\(color.hex)'"
  }

  /// Explains the levels, to the left of `right`.
  static func addKey(to script: inout GnuplotScript, right: Double, y: Double) {
    let (room, text) = (15.0, "adds to them")
    let start = right - 86 - room * Double(levels.count)
    script.label("takes from the log-odds", x: start - 8, y: y, align: .right, size: 12)
    for (index, level) in levels.enumerated() {
      let x = start + room * Double(index)
      script.line(from: (x, y), to: (x + room, y), style: style(of: level))
    }
    script.label(text, x: right - 78, y: y, size: 12)
  }
}
