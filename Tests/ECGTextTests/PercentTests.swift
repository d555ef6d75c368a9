import ECGText
import Testing

/// Shares in percent for people.
@Suite struct PercentTests {
  /// What is neither nothing nor all is never told as that.
  @Test(arguments: [
    (0, 1, "0.0 %"), (0.04, 1, "< 0.1 %"), (0.06, 1, "0.1 %"), (50, 1, "50.0 %"),
    (99.94, 1, "99.9 %"), (99.96, 1, "> 99.9 %"), (100, 1, "100.0 %"), (0.004, 2, "< 0.01 %"),
    (99.999, 2, "> 99.99 %"), (0.4, 0, "< 1 %"), (99.6, 0, "> 99 %"), (0, 0, "0 %"),
    (100, 0, "100 %"),
  ])
  func sharesAreNotRoundedAway(share: Double, decimals: Int, text: String) {
    #expect(share.percent(decimals: decimals) == text)
  }
}
