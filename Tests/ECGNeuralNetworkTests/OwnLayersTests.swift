import ECGNeuralNetwork
import ECGSafetensors
import Foundation
import Testing

/// Blocks of one's own are layers of the kit; layers that are not are refused.
@Suite struct OwnLayersTests {
  @LayerBuilder
  private func convolution(_ filters: Int, squeeze: Int? = nil) -> [any Layer] {
    Conv1D(filters: filters, kernel: 3, bias: false)
    BatchNorm()
    ReLU()
    if let squeeze { SqueezeExcitation(reduction: squeeze) }
  }

  /// As a dependent would write it.
  private var architecture: Sequential {
    Sequential(input: BumpProblem.shape) {
      convolution(8)
      for _ in 0..<2 {
        Residual {
          convolution(8)
          convolution(8, squeeze: 2)
        }
        MaxPool1D(2)
      }
      Flatten()
      Dense(3)
    }
  }

  @Test func aBlockTrainsAndGoesIntoFiles() throws {
    let training = BumpProblem.examples(300, seed: 1)
    let configuration = TrainingConfiguration(epochs: 4, batchSize: 30, seed: 1)
    let networks = try [1, 3].map { threads in
      try Trainer(configuration, threads: threads).train(
        Network(architecture, seed: 1), on: training
      ).result
    }
    #expect(networks[0].parameters == networks[1].parameters)
    let tested = BumpProblem.examples(90, seed: 2)
    let probabilities = try networks[0].probabilities(of: tested.values)
    let right = tested.labels.enumerated().count { index, label in
      let own = probabilities[index * 3..<(index + 1) * 3]
      return own.firstIndex(of: own.max() ?? 0) == index * 3 + label
    }
    // Twice what chance gives.
    #expect(right > 60)

    // Who opens the file knows nothing of the function.
    let read = try JSONDecoder().decode(
      Sequential.self, from: JSONEncoder().encode(architecture))
    #expect(try read.summary() == architecture.summary())
    let again = try Network(read, tensors: networks[0].tensors)
    #expect(try again.probabilities(of: tested.values) == probabilities)
  }

  private struct Mystery: Layer {
    static let name = "Mystery"
    func outputShape(for shape: Shape) -> Shape { shape }
  }

  @Test func layersThatAreNotOfTheKitAreRefused() {
    let plain = Sequential(input: BumpProblem.shape) {
      Mystery()
      Flatten()
      Dense(3)
    }
    let inside = Sequential(input: BumpProblem.shape) {
      Residual { Mystery() }
      Flatten()
      Dense(3)
    }
    for architecture in [plain, inside] {
      let error = #expect(throws: NetworkError.self) { try Network(architecture, seed: 1) }
      #expect(
        error?.description
          == "Sequential: expected a layer of this kit, found Mystery (Mystery); write it as a function that lists layers"
      )
    }
  }
}
