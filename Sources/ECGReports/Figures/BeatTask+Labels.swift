import ECGDatasets

extension BeatTask.Class {
  /// The class in a figure's margin: `normal (N)`, no longer than its room.
  var label: String {
    let text = name.isEmpty || name == symbol ? symbol : "\(name) (\(symbol))"
    return text.shortened(to: 32)
  }

  /// The symbol, no longer than a cell or a tick can hold.
  var shortSymbol: String { symbol.shortened(to: 9) }
}
