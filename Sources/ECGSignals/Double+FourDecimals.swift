extension Double {
  /// The number as tables and JSON have it, to four decimals: finer than samples of 1 kHz and
  /// steps of a converter.
  package var fourDecimals: Double { (self * 1e4).rounded() / 1e4 }
}
