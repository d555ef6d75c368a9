import ECGFiles

extension CSVLayout {
  /// What the columns were taken for, in a sentence: “columns 1 to 187 are samples, column 188
  /// (label) is the label”.
  var words: String {
    let skipped = index == .none ? [] : [0]
    let labels = last == .sample ? [] : [labelColumn]
    let samples = (0..<columns).filter { !skipped.contains($0) && !labels.contains($0) }
    var parts: [String] = []
    if let first = samples.first, let end = samples.last {
      parts.append(
        samples.count == 1
          ? "\(column(first)) is a sample"
          : "columns \(first + 1) to \(end + 1)\(names.map { " (\(name(first, $0)) … \(name(end, $0)))" } ?? "") "
            + "are samples")
    }
    if let label = labels.first {
      parts.append(
        "\(column(label)) is " + (last == .unread ? "taken for a label and not read" : "the label"))
    } else {
      parts.append("none is a label")
    }
    if !skipped.isEmpty { parts.append("\(column(0)) names the rows and is not read") }
    return parts.joined(separator: ", ")
  }

  private func column(_ number: Int) -> String {
    let called = names.map { name(number, $0) } ?? ""
    return "column \(number + 1)" + (called.isEmpty ? "" : " (\(called))")
  }

  /// A name, which whoever wrote the file chose.
  private func name(_ number: Int, _ names: [String]) -> String {
    String(names[number].printable.prefix(24))
  }
}
