import ECGFiles
import ECGSafetensors

extension ONNXImporter {
  /// How a convolution with any zeros around the samples comes of one of this program,
  /// which keeps their number: by leaving out samples at the ends, and where need be by
  /// taps of 0 after the last.
  struct Fit {
    /// The taps, those of 0 included.
    let kernel: Int
    /// Outputs to leave out before the first.
    let before: Int
    /// Outputs to leave out after the last.
    let after: Int

    private static let mostTaps = 4096

    /// - Returns: nil where there is no way.
    init?(_ window: Window, kernel: Int, samples: Int) {
      let reach = (kernel - 1) * window.dilation
      let span = samples + window.before + window.after - reach - 1
      guard span >= 0 else { return nil }
      let (ours, theirs) = ((samples - 1) / window.stride + 1, span / window.stride + 1)
      for taps in kernel...max(kernel, min(Self.mostTaps, 2 * (kernel + window.stride))) {
        let offset = (taps - 1) * window.dilation / 2 - window.before
        let after = ours - offset / window.stride - theirs
        guard offset >= 0, offset.isMultiple(of: window.stride), after >= 0 else { continue }
        (self.kernel, before, self.after) = (taps, offset / window.stride, after)
        return
      }
      return nil
    }

    /// Weights `(K, C, filters)` with the taps of 0.
    func widened(_ weights: Safetensors.Tensor) -> Safetensors.Tensor {
      let tap = weights.shape[1] * weights.shape[2]
      return .init(
        shape: [kernel, weights.shape[1], weights.shape[2]],
        values: weights.values
          + Array(repeating: 0, count: (kernel - weights.shape[0]) * tap))
    }
  }
}
