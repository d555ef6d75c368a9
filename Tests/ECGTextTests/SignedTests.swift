import ECGText
import Testing

/// Differences for people.
@Suite struct SignedTests {
  /// Nothing is neither above nor below.
  @Test(arguments: [
    (0.1, 2, "+0.10"), (-0.1, 2, "-0.10"), (0.004, 2, "0.00"), (-0.004, 2, "0.00"), (0, 2, "0.00"),
    (-0.0, 4, "0.0000"), (-0.006, 2, "-0.01"), (20, 1, "+20.0"), (-0.4, 0, "0"), (-9, 0, "-9"),
  ])
  func onlyWhatIsSomethingHasASign(difference: Double, decimals: Int, text: String) {
    #expect(difference.signed(decimals: decimals) == text)
  }
}
