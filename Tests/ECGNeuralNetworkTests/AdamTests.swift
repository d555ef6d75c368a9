import ECGNeuralNetwork
import Testing

/// Adam on more numbers than it takes together (512).
@Suite struct AdamTests {
  /// The parameters and their moments.
  private struct State {
    var parameters: [Float]
    var first: [Float]
    var second: [Float]

    init(count: Int) {
      parameters = (0..<count).map { Float($0 * 37 % 101 - 50) / 64 }
      first = Array(repeating: 0, count: count)
      second = first
    }

    /// One step on some of the parameters; the gradients are those of each shard.
    mutating func step(
      _ adam: Adam, _ number: Int, gradients: [[Float]], range: Range<Int>, decays: Bool
    ) {
      var gradients = gradients
      let pointers = gradients.indices.map { shard in
        let copy = UnsafeMutablePointer<Float>.allocate(capacity: gradients[shard].count)
        copy.initialize(from: &gradients[shard], count: gradients[shard].count)
        return copy
      }
      defer { for pointer in pointers { pointer.deallocate() } }
      parameters.withUnsafeMutableBufferPointer { parameters in
        first.withUnsafeMutableBufferPointer { first in
          second.withUnsafeMutableBufferPointer { second in
            adam.apply(
              Optimizer.Step(
                parameters: parameters.baseAddress!, firstMoments: first.baseAddress!,
                secondMoments: second.baseAddress!, gradients: pointers.map { UnsafePointer($0) },
                number: number,
                learningRate: adam.learningRate),
              to: range, decays: decays)
          }
        }
      }
    }
  }

  private static func gradients(_ count: Int, step: Int) -> [Float] {
    (0..<count).map { Float(($0 * 53 + step * 29) % 97 - 48) / 256 }
  }

  /// PyTorch 2.15's numbers:
  ///
  ///     i = torch.arange(1300, dtype=torch.float32)
  ///     p = torch.nn.Parameter(((i * 37) % 101 - 50) / 64)
  ///     adam = torch.optim.AdamW([p], lr=0.01, weight_decay=0.1, foreach=False)
  ///     for step in range(1, 6):
  ///         p.grad = ((i * 53 + step * 29) % 97 - 48) / 256
  ///         adam.step()
  ///     p = p.detach()
  ///     print([float("%.9g" % p[k]) for k in (0, 1, 511, 512, 513, 1023, 1024, 1299)])
  ///     print("%.9g" % p.double().abs().sum())
  @Test(arguments: [1, 2, 4]) func fiveStepsEqualPyTorch(shards: Int) {
    let adam = Adam(learningRate: 0.01, weightDecay: 0.1)
    var state = State(count: 1300)
    for number in 1...5 {
      // Shards whose gradients add up exactly to the whole.
      let whole = Self.gradients(1300, step: number)
      let parts = (0..<shards).map { shard in
        shard == 0 ? whole.map { $0 * Float(2 - shards) } : whole
      }
      state.step(adam, number, gradients: parts, range: 0..<1300, decays: true)
    }
    let expected: [Int: Float] = [
      0: -0.769678533, 1: -0.21001792, 511: -0.480897903, 512: 0.131297857, 513: 0.658094227,
      1023: 0.434120566, 1024: -0.577938795, 1299: 0.612264514,
    ]
    for (index, value) in expected {
      #expect(abs(state.parameters[index] - value) < 2e-6, "parameter \(index)")
    }
    let sum = state.parameters.reduce(0) { $0 + abs(Double($1)) }
    #expect(abs(sum - 510.901466) < 1e-4)
  }

  /// Ranges that begin and end within what is taken together, and beyond it, against the formula in
  /// double precision; what lies outside stays.
  @Test(
    arguments: [0..<1, 0..<511, 3..<515, 1..<514, 700..<1_300, 5..<1_289, 9..<9], [false, true])
  func everyRangeFollowsTheFormula(range: Range<Int>, decays: Bool) {
    let adam = Adam(learningRate: 0.02, beta1: 0.8, beta2: 0.95, epsilon: 1e-6, weightDecay: 0.3)
    let start = State(count: 1_300)
    var state = start
    var (parameters, first, second) = (
      start.parameters.map(Double.init), [Double](repeating: 0, count: 1_300),
      [Double](repeating: 0, count: 1_300)
    )
    let (beta1, beta2) = (Double(adam.beta1), Double(adam.beta2))
    var (power1, power2) = (1.0, 1.0)
    for number in 1...3 {
      let gradients = [1, 2, 3].map { Self.gradients(1_300, step: number * $0) }
      state.step(adam, number, gradients: gradients, range: range, decays: decays)
      power1 *= beta1
      power2 *= beta2
      for index in range {
        let gradient = gradients.reduce(0) { $0 + Double($1[index]) }
        first[index] = beta1 * first[index] + (1 - beta1) * gradient
        second[index] = beta2 * second[index] + (1 - beta2) * gradient * gradient
        if decays {
          parameters[index] *= 1 - Double(adam.learningRate) * Double(adam.weightDecay)
        }
        parameters[index] -=
          Double(adam.learningRate) * (first[index] / (1 - power1))
          / ((second[index] / (1 - power2)).squareRoot() + Double(adam.epsilon))
      }
    }
    for index in 0..<1_300 {
      if range.contains(index) {
        #expect(abs(Double(state.parameters[index]) - parameters[index]) < 2e-6)
      } else {
        #expect(state.parameters[index] == start.parameters[index])
        #expect(state.first[index] == 0 && state.second[index] == 0)
      }
    }
  }
}
