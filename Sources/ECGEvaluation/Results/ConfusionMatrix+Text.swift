import ECGDatasets
import ECGText

extension ConfusionMatrix: CustomStringConvertible {
  /// The counts as a table for the terminal, in lines without a newline at the end.
  public var description: String {
    let header = ["true \\ predicted"] + classes.map(\.symbol)
    let rows = zip(classes, counts).map { [$0.symbol] + $1.map(String.init) }
    return TextTable(rows: [header] + rows).description
  }
}
