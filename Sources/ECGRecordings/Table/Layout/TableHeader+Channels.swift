import ECGText

extension TableHeader {
  /// Channels that lines of a header list one by one, above columns that are called `CH1`, `CH2` …
  /// after them: their number, as in `2 channels`, then the name and the unit of each. AcqKnowledge
  /// of BIOPAC writes its texts so.
  struct Channels {
    /// The lines that say it.
    let lines: Set<Int>
    private let names: [String]
    private let units: [String]

    /// - Returns: nil where there is no such list.
    init?(_ header: ArraySlice<TableSample.Line>) {
      for (index, line) in zip(header.indices, header) {
        let words = line.text.lowercased().split { !$0.isLetter && !$0.isNumber }
        guard words.count == 2, ["channel", "channels"].contains(words[1]),
          let count = Int(words[0]), 1...64 ~= count, index + 2 * count < header.endIndex
        else { continue }
        let list = header[(index + 1)...(index + 2 * count)].map { line in
          line.text.trimming { $0.isWhitespace || $0 == "\"" || $0 == "," }
        }
        names = list.indices.filter { $0.isMultiple(of: 2) }.map { String(list[$0]) }
        units = list.indices.filter { !$0.isMultiple(of: 2) }.map { String(list[$0]) }
        lines = Set(header[index...(index + 2 * count)].map(\.number))
        return
      }
      return nil
    }

    /// Names and units of columns: of those that are called after a channel, the channel's.
    func described(_ columns: [String]) -> (names: [String], units: [String?]) {
      let numbered = columns.indices.filter { TableHeader.isChannel(columns[$0]) }
      guard numbered.count == names.count else { return (columns, []) }
      var (described, unit) = (columns, columns.map { _ in nil as String? })
      for (channel, column) in numbered.enumerated() {
        (described[column], unit[column]) = (names[channel], units[channel])
      }
      return (described, unit)
    }
  }

  /// Whether a column is called after the number of a channel, as `CH12` is.
  static func isChannel(_ name: String) -> Bool {
    name.uppercased().wholeMatch(of: /CH[0-9]+/) != nil
  }

  /// What a remark in JSON says of the device that recorded the rows, as that of OpenSignals does.
  struct Device {
    /// The names of all columns.
    let names: [String]?
    let samplingRate: Statement?

    /// - Returns: nil where the remark is none, or of several devices.
    init?(_ remark: String, columns: Int) {
      guard remark.trimmed.hasPrefix("{"), let node = try? JSONParser.parse(remark.utf8),
        case .object(let devices) = node.value, devices.count == 1,
        let device = devices.first?.value
      else { return nil }
      samplingRate = device["sampling rate"].flatMap(Self.number).map {
        .samplingRate($0, isOfECG: false)
      }
      var names = Self.strings(device["column"])
      let sensors = Self.strings(device["sensor"])
      // The last columns are those of the sensors.
      if sensors.count <= names.count {
        for (column, sensor) in zip(names.indices.suffix(sensors.count), sensors)
        where !["", "RAW", "CUSTOM"].contains(sensor.uppercased()) {
          names[column] = sensor
        }
      }
      // Rows may end in a separator.
      if names.count == columns - 1 { names.append("") }
      self.names = names.count == columns ? names : nil
    }

    private static func strings(_ node: JSONNode?) -> [String] {
      guard case .array(let elements) = node?.value else { return [] }
      return elements.map { if case .string(let text) = $0.value { text } else { "" } }
    }

    private static func number(_ node: JSONNode) -> Double? {
      switch node.value {
      case .number(let text), .string(let text):
        Double(text).flatMap { 10...1e6 ~= $0 ? $0 : nil }
      default: nil
      }
    }
  }
}
