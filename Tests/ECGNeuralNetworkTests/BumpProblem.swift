import ECGNeuralNetwork
import ECGRandom

/// A small problem to learn: three kinds of bumps in noise, told apart by where they are.
struct BumpProblem {
  static let shape = Shape.sequence(samples: 24, channels: 1)

  static func examples(_ count: Int, seed: UInt64) -> Examples {
    var generator = SeededGenerator(seed: seed)
    var values: [Float] = []
    let labels = (0..<count).map { $0 % 3 }
    for label in labels {
      for sample in 0..<24 {
        let isBump = (4 + 6 * label..<8 + 6 * label).contains(sample)
        values.append(Float((isBump ? 1 : 0) + 0.4 * generator.normal()))
      }
    }
    return Examples(values: values, labels: labels)
  }

  /// A network with all that could make a result depend on threads: batch norm, dropout, a branch,
  /// and each of the ways to compute a convolution.
  static func network(seed: UInt64 = 1) throws -> Network {
    try Network(
      Sequential(input: shape) {
        Conv1D(filters: 16, kernel: 5, bias: false)
        BatchNorm()
        LeakyReLU(0.1)
        MaxPool1D(2)
        Dropout(0.2)
        Residual {
          Conv1D(filters: 24, kernel: 3)
          ReLU()
        }
        Flatten()
        Dense(3)
      }, seed: seed)
  }
}
