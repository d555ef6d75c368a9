/// The numbers in what a program printed, of each line.
func numbers(_ text: String) -> [[Double]] {
  text.split(whereSeparator: \.isNewline).map { line in
    line.split(separator: " ").compactMap { Double($0) }
  }
}

/// Whether two signals are the same within `tolerance` and have the same gaps.
func isClose(_ samples: [Float], _ expected: [Double], _ tolerance: Double = 1e-6) -> Bool {
  samples.count == expected.count
    && zip(samples, expected).allSatisfy { sample, expected in
      sample.isNaN == expected.isNaN
        && (expected.isNaN || abs(Double(sample) - expected) <= tolerance * max(1, abs(expected)))
    }
}
