import CECGKernels
import ECGNeuralNetwork
import Testing

/// Products with packed weights, which inference takes where they are faster than the BLAS's, on
/// every processor. The kernel itself is compared with sums in double precision by
/// `scripts/check-platforms`, the convolutions that are made of it by `ConvolutionTests`.
@Suite struct PackedProductTests {
  /// Widths that fill panels of 16 columns and that do not; depths within and beyond what is
  /// added up at a time.
  @Test(arguments: [1, 5, 16, 37, 128], [1, 19, 256, 600])
  func denseLayersAgreeWithThePlainSum(units: Int, inputs: Int) throws {
    for (examples, bias) in [(1, true), (2, false), (3, true), (7, false), (16, true)] {
      let layer = Dense(units, bias: bias)
      let run = try LayerRun(
        [layer], input: .vector(inputs), examples: examples, packsWeights: true)
      let input = run.randomInput()
      let output = run(input, training: false).output
      for example in 0..<examples {
        for unit in 0..<units {
          var (sum, size) = (bias ? Double(run.parameters[inputs * units + unit]) : 0, 1.0)
          for index in 0..<inputs {
            let term =
              Double(input[example * inputs + index])
              * Double(run.parameters[index * units + unit])
            sum += term
            size += abs(term)
          }
          let distance = abs(Double(output[example * units + unit]) - sum)
          #expect(distance < 1e-6 * size, "\(examples) × \(inputs) → \(units)")
        }
      }
    }
  }

  /// What every prediction of a network is, next to what training computes: the same bits where both
  /// are the package's own products, and the same but for rounding where it is by the library.
  @Test(arguments: LayerPromiseTests.cases)
  func networksAgreeWithTraining(_ test: LayerPromiseTests.Case) throws {
    let values = BumpProblem.examples(21, seed: 1).values
    let network = try Network(test.architecture, seed: 2)
    let found = try Predictor(network).logits(of: values)
    let portable = try Predictor(network, threads: 2, asInTrainingBy: .portable).logits(of: values)
    if ck_products_pay() != 0 { #expect(found == portable) }
    let expected = try Predictor(network, threads: 2, asInTrainingBy: .library).logits(of: values)
    let scale = expected.map(abs).max() ?? 0
    for (found, expected) in zip(found, expected) {
      #expect(abs(found - expected) <= 5e-6 * scale)
    }
  }

  /// Validation scores, by which training decides how to go on, are those of training's own sums.
  @Test func validationIsScoredAsInTraining() throws {
    let validation = BumpProblem.examples(50, seed: 3)
    let state = try Trainer(TrainingConfiguration(epochs: 1, batchSize: 16, seed: 5)).train(
      BumpProblem.network(), on: BumpProblem.examples(64, seed: 1), validation: validation)
    let logits = try Predictor(state.result, threads: 1, asInTrainingBy: .library).logits(
      of: validation.values)
    let loss = validation.labels.enumerated().reduce(0.0) { sum, example in
      var row = Array(logits[3 * example.offset..<3 * example.offset + 3])
      return sum
        + row.withUnsafeMutableBufferPointer {
          SoftmaxCrossEntropy().evaluate($0, label: example.element, share: 1)
        }
    }
    #expect(state.history.epochs.last?.validationLoss == loss / 50)
  }
}
