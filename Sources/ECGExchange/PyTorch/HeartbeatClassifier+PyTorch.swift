package import ECGClassifier
import ECGDatasets
import ECGNeuralNetwork
import ECGSafetensors
package import Foundation

/// A classifier of beats as a module of PyTorch: Python that builds it, and its weights, without pickle.
extension HeartbeatClassifier {
  /// The Python of the module.
  ///
  /// - Parameter weights: the name of the file of weights, which lies beside the Python.
  /// - Throws: ``ExportError`` for a network with a layer that has no module in PyTorch.
  package func pyTorchModule(weights: String) throws -> String {
    let modules = try PyTorchModules(members[0].network.architecture).lines
    let facts = ModelFacts.of(self).map {
      "    \(Self.literal($0.key)): \(Self.literal($0.value)),"
    }
    return """
      # A classifier of heartbeats as a module of PyTorch; FACTS says what it is.
      #
      #   model = load()
      #   probabilities = model(beats)    # (N, 1, \(samplesPerBeat)) samples -> (N, \(task.classes.count))
      #
      # Needs torch and safetensors. The weights are in \(Self.comment(weights)), beside this file.

      import pathlib

      import torch
      from safetensors.torch import load_file
      from torch import nn

      FACTS = {
      \(facts.joined(separator: "\n"))
      }

      CLASSES = [\(task.classes.map { Self.literal($0.symbol) }.joined(separator: ", "))]


      class Residual(nn.Module):
          \"\"\"A branch whose output is added to its input.\"\"\"

          def __init__(self, body, shortcut):
              super().__init__()
              self.body = body
              self.shortcut = shortcut

          def forward(self, x):
              return self.body(x) + self.shortcut(x)


      class Rows(nn.Module):
          \"\"\"(N, C, L) to (N, L * C): sample after sample, as the weights expect them.\"\"\"

          def forward(self, x):
              return x.transpose(1, 2).flatten(1)


      class Average(nn.Module):
          \"\"\"(N, C, L) to (N, C): the mean over time.\"\"\"

          def forward(self, x):
              return x.mean(2)


      class UnevenConv1d(nn.Conv1d):
          \"\"\"One zero more after the samples than before them.\"\"\"

          def forward(self, x):
              return super().forward(nn.functional.pad(x, (0, 1)))


      class StridedMaxPool(nn.MaxPool1d):
          \"\"\"Windows that may begin before the first sample and end after the last.\"\"\"

          def __init__(self, size, stride, before, after):
              super().__init__(size, stride)
              self.ends = (before, after)

          def forward(self, x):
              return super().forward(nn.functional.pad(x, self.ends, value=-torch.inf))


      class Crop(nn.Module):
          \"\"\"Leaves out samples at the ends.\"\"\"

          def __init__(self, before, after):
              super().__init__()
              self.ends = (before, after)

          def forward(self, x):
              return x[:, :, self.ends[0]:x.shape[2] - self.ends[1]]


      class ChannelNorm(nn.LayerNorm):
          \"\"\"Layer normalisation over the channels of each sample.\"\"\"

          def forward(self, x):
              return super().forward(x.transpose(1, 2)).transpose(1, 2)


      class SqueezeExcitation(nn.Module):
          \"\"\"A factor for each channel, from the means over time of all.\"\"\"

          def __init__(self, channels, units):
              super().__init__()
              self.reduce = nn.Linear(channels, units)
              self.expand = nn.Linear(units, channels)

          def forward(self, x):
              factors = torch.sigmoid(self.expand(torch.relu(self.reduce(x.mean(2)))))
              return x * factors.unsqueeze(2)


      class SelfAttention(nn.Module):
          \"\"\"Attention of the samples of a sequence to one another.\"\"\"

          def __init__(self, channels, heads):
              super().__init__()
              self.attention = nn.MultiheadAttention(channels, heads, batch_first=True)

          def forward(self, x):
              rows = x.transpose(1, 2)
              return self.attention(rows, rows, rows, need_weights=False)[0].transpose(1, 2)


      class AttentionPool(nn.Module):
          \"\"\"(N, C, L) to (N, C): the mean over time, weighted by what the samples ask for.\"\"\"

          def __init__(self, channels, units):
              super().__init__()
              self.hidden = nn.Linear(channels, units)
              self.query = nn.Linear(units, 1, bias=False)

          def forward(self, x):
              scores = self.query(torch.tanh(self.hidden(x.transpose(1, 2))))
              return (x @ torch.softmax(scores, 1)).squeeze(2)


      class Recurrent(nn.Module):
          \"\"\"States at all samples, (N, units, L), or those that each direction ends with, (N, units).\"\"\"

          def __init__(self, cells, sequences):
              super().__init__()
              self.cells = cells
              self.sequences = sequences

          def forward(self, x):
              states, _ = self.cells(x.transpose(1, 2))
              if self.sequences:
                  return states.transpose(1, 2)
              units = self.cells.hidden_size
              return torch.cat([states[:, -1, :units], states[:, 0, units:]], 1)


      class Scaling(nn.Module):
          \"\"\"\(Self.scalingWords[scaler.kind] ?? "")\"\"\"

      \(Self.scalingCode(scaler))


      def network():
          \"\"\"The layers, which give logits.\"\"\"
          return nn.Sequential(
      \(modules.joined(separator: "\n"))
          )


      class HeartbeatClassifier(nn.Module):
          \"\"\"Beats as they stand in files, (N, 1, L), to calibrated probabilities, (N, K).\"\"\"

          def __init__(self):
              super().__init__()
              self.scaling = Scaling()
              self.networks = nn.ModuleList([network() for _ in range(\(members.count))])

          def forward(self, beats):
              scaled = self.scaling(beats)
              logits = torch.stack([network(scaled) for network in self.networks])
              # The mean of the networks' probabilities, as logarithms, then the temperature.
              logarithms = torch.logsumexp(torch.log_softmax(logits.double(), 2), 0)
              return torch.softmax(logarithms / \(calibration.temperature), 1).float()


      def load(path=None):
          \"\"\"The classifier, ready to be asked.\"\"\"
          if path is None:
              path = pathlib.Path(__file__).with_name(\(Self.literal(weights)))
          model = HeartbeatClassifier()
          model.load_state_dict(load_file(path))
          return model.eval()

      """
  }

  /// The bytes of the weights, a safetensors file.
  ///
  /// - Throws: ``ExportError`` for a network with a layer that has no module in PyTorch.
  package func pyTorchWeights() throws -> Data {
    var tensors: [String: Safetensors.Tensor] = [:]
    for (index, member) in members.enumerated() {
      let weights = try PyTorchWeights(member.network, prefix: "networks.\(index).")
      tensors.merge(weights.tensors) { first, _ in first }
    }
    if scaler.kind == .standard {
      let mean = scaler.mean.map(Float.init)
      let rest = zip(scaler.mean, mean).map { Float($0 - Double($1)) }
      for (name, values) in [
        ("mean", mean), ("mean_rest", rest), ("scale", scaler.scale.map(Float.init)),
      ] {
        tensors["scaling.\(name)"] = .init(shape: [samplesPerBeat], values: values)
      }
    }
    let facts = ModelFacts.of(self).map { ($0.key, $0.value) }
    return try Safetensors(
      tensors: tensors,
      metadata: Dictionary(uniqueKeysWithValues: facts).merging(["format": "pt"]) { $1 }
    ).encoded()
  }

  private static let scalingWords: [Scaler.Kind: String] = [
    .none: "Samples stay as they are.",
    .standard: "Every column to mean 0 and standard deviation 1 over the training beats.",
    .perBeat: "Every beat to mean 0 and standard deviation 1 by itself; a constant one to 0.",
  ]

  private static func scalingCode(_ scaler: Scaler) -> String {
    switch scaler.kind {
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
                  self.register_buffer(name, torch.zeros(\(scaler.samplesPerBeat)))

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

  /// Text as a literal of Python: what JSON and Python have in common.
  private static func literal(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": literal += "\\\""
      case "\\": literal += "\\\\"
      case " "..."~": literal.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16)
        literal += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      }
    }
    return literal + "\""
  }

  /// Text that stays in the line of a comment.
  private static func comment(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter { $0.properties.generalCategory != .control }))
  }
}
