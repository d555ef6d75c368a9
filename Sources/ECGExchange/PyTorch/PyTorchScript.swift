import ECGClassifier
import ECGDatasets
import ECGNeuralNetwork

/// The Python of a classifier as a module of PyTorch, part by part.
struct PyTorchScript {
  private let classifier: HeartbeatClassifier
  /// The name of the file of weights, beside the Python.
  private let weights: String
  /// The lines of the network's modules.
  private let modules: [String]

  /// - Throws: ``ExportError`` for a network with a layer that has no module in PyTorch.
  init(_ classifier: HeartbeatClassifier, weights: String) throws {
    (self.classifier, self.weights) = (classifier, weights)
    modules = try PyTorchModules(classifier.members[0].network.architecture).lines
  }

  /// The file.
  var text: String {
    [head, Self.layerClasses, scaling, network, classifierModule, load]
      .joined(separator: "\n\n\n") + "\n"
  }

  private var head: String {
    let task = classifier.task
    let facts = ModelFacts.of(classifier).map {
      "    \(PythonText.literal($0.key)): \(PythonText.literal($0.value)),"
    }
    let symbols = task.classes.map { PythonText.literal($0.symbol) }
    return #"""
      # A classifier of heartbeats as a module of PyTorch; FACTS says what it is.
      #
      #   model = load()
      #   probabilities = model(beats)    # (N, 1, \#(classifier.samplesPerBeat)) samples -> (N, \#(task.classes.count))
      #
      # Needs torch and safetensors. The weights are in \#(PythonText.comment(weights)), beside this file.

      import pathlib

      import torch
      from safetensors.torch import load_file
      from torch import nn

      FACTS = {
      \#(facts.joined(separator: "\n"))
      }

      CLASSES = [\#(symbols.joined(separator: ", "))]
      """#
  }

  private var scaling: String {
    let words =
      switch classifier.scaler.kind {
      case .none: "Samples stay as they are."
      case .standard: "Every column to mean 0 and standard deviation 1 over the training beats."
      case .perBeat: "Every beat to mean 0 and standard deviation 1 by itself; a constant one to 0."
      }
    return #"""
      class Scaling(nn.Module):
          """\#(words)"""

      \#(scalingMethods)
      """#
  }

  private var scalingMethods: String {
    switch classifier.scaler.kind {
    case .none:
      """
          def forward(self, beats):
              return beats
      """
    case .standard:
      """
          def __init__(self):
              super().__init__()
              for name in ["mean", "mean_rest", "scale"]:
                  self.register_buffer(name, torch.zeros(\(classifier.scaler.samplesPerBeat)))

          def forward(self, beats):
              # The mean in two parts, so that nothing is lost where samples are near it.
              return (beats - self.mean - self.mean_rest) / self.scale
      """
    case .perBeat:
      """
          def forward(self, beats):
              raised = beats - beats.amin(2, keepdim=True)
              centered = raised - raised.mean(2, keepdim=True)
              deviation = centered.square().mean(2, keepdim=True).sqrt()
              is_constant = raised.amax(2, keepdim=True) == 0
              return centered / torch.where(is_constant, torch.ones_like(deviation), deviation)
      """
    }
  }

  private var network: String {
    #"""
    def network():
        """The layers, which give logits."""
        return nn.Sequential(
    \#(modules.joined(separator: "\n"))
        )
    """#
  }

  private var classifierModule: String {
    #"""
    class HeartbeatClassifier(nn.Module):
        """Beats as they stand in files, (N, 1, L), to calibrated probabilities, (N, K)."""

        def __init__(self):
            super().__init__()
            self.scaling = Scaling()
            self.networks = nn.ModuleList([network() for _ in range(\#(classifier.members.count))])

        def forward(self, beats):
            scaled = self.scaling(beats)
            logits = torch.stack([network(scaled) for network in self.networks])
            # The mean of the networks' probabilities, as logarithms, then the temperature.
            logarithms = torch.logsumexp(torch.log_softmax(logits.double(), 2), 0)
            return torch.softmax(logarithms / \#(classifier.calibration.temperature), 1).float()
    """#
  }

  private var load: String {
    #"""
    def load(path=None):
        """The classifier, ready to be asked."""
        if path is None:
            path = pathlib.Path(__file__).with_name(\#(PythonText.literal(weights)))
        model = HeartbeatClassifier()
        model.load_state_dict(load_file(path))
        return model.eval()
    """#
  }
}
