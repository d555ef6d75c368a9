/// The steps in which a signal goes through the detector: what comes out does not depend on how the
/// samples are cut into blocks, because all state changes from frame to frame.
enum DetectionFrame {
  /// The groups of samples in a frame.
  static let length = 16
  /// The most frames that go through a stage at once.
  static let chunk = 64
  /// Samples and sums beyond this are taken for missing, as are NaN and infinities.
  static let limit: Float = 1e30

  /// Whether nothing is missing in `values`.
  @inline(__always)
  static func isWhole(_ values: UnsafePointer<Float>, count: Int) -> Bool {
    var beyond: Int32 = 0
    for index in 0..<count { beyond &+= abs(values[index]) < limit ? 0 : 1 }
    return beyond == 0
  }
}
