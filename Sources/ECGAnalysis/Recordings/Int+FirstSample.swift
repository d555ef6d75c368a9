extension Int {
  /// The first sample that is not before a time. An edge there has the same samples behind it as
  /// the time has, whatever rounding does to the product.
  ///
  /// - Parameters:
  ///   - time: in seconds.
  ///   - rate: samples a second.
  init(firstSampleFrom time: Double, rate: Double) {
    // No annotation file has samples as late as what does not fit.
    guard let sample = Int(exactly: (time * rate).rounded(.up)) else {
      self = .max
      return
    }
    if Double(sample - 1) / rate >= time {
      self = sample - 1
    } else {
      self = Double(sample) / rate < time ? sample + 1 : sample
    }
  }
}
