import ECGMessagePassing
import ECGNeuralNetwork
import ECGText
import Foundation

/// What processes that share a training take to add up the sums of a step.
struct ProcessDiagnosis: Encodable {
  let processes: Int
  /// The library of MPI.
  let library: String
  let exchanges: [SumExchange]

  /// Numbers of parameters: from those of small networks to 64 MB.
  private static let parameters = (0...6).map { 1 << (12 + 2 * $0) }

  /// Measures it, all processes together.
  ///
  /// - Throws: what sending throws.
  init(_ team: Team) throws {
    (processes, library) = (team.processes.count, team.processes.library)
    exchanges = try Self.parameters.map {
      try SumExchange(parameters: $0, in: team.processes)
    }
  }

  /// Tells it as a document or a table.
  func tell(_ console: Console) throws { try console.answer(self, text: text) }

  private var text: String {
    let rows = exchanges.map { exchange in
      [
        "\(exchange.bytes >> 10)", String(format: "%.3f", 1000 * exchange.seconds),
        String(format: "%.0f", Double(exchange.bytes) / exchange.seconds / 1e6),
      ]
    }
    let table = TextTable(rows: [["sums, KiB", "ms", "MB/s"]] + rows)
    return "\(processes) processes, by \(library)\n\n\(table)"
  }
}
