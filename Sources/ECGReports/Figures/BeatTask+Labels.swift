import ECGDatasets

extension BeatTask.Class {
  /// The class in a figure's margin: `normal (N)`, no longer than its room.
  var label: String {
    let text = name.isEmpty || name == symbol ? symbol : "\(name) (\(symbol))"
    return text.count <= 32 ? text : String(text.prefix(31)) + "…"
  }

  /// The symbol, no longer than a cell or a tick can hold.
  var shortSymbol: String {
    symbol.count <= 9 ? symbol : String(symbol.prefix(8)) + "…"
  }
}
