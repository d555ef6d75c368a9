/// Whether two lists of numbers are equal to `tolerance`, relative to numbers greater than 1.
func agree(_ a: [Double], _ b: [Double], to tolerance: Double = 1e-12) -> Bool {
  a.count == b.count
    && zip(a, b).allSatisfy { a, b in a == b || abs(a - b) <= tolerance * max(1, abs(b)) }
}

/// Whether two lists agree where there are numbers, and have them in the same places.
func agree(_ a: [Double?], _ b: [Double?], to tolerance: Double = 1e-12) -> Bool {
  a.map { $0 == nil } == b.map { $0 == nil }
    && agree(a.compactMap(\.self), b.compactMap(\.self), to: tolerance)
}
