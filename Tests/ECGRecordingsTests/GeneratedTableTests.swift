import ECGFiles
import ECGRandom
import ECGRecordings
import Foundation
import Testing

/// Tables put together by chance from what programs write. Never a wrong column: the right one, or
/// an error that names a line or asks for the lead.
@Suite struct GeneratedTableTests {
  /// What a table was made of.
  struct Recipe: CustomStringConvertible {
    var separator = ","
    var hasDecimalCommas = false
    var isQuoted = false
    var header = "names"
    var clock = "none"
    var isClockLast = false
    var name = "ECG"
    var unit = "mV"
    var companion = "none"
    var isCompanionFirst = false
    var lineEnd = "\n"

    var description: String {
      """
      separator '\(separator)', \(hasDecimalCommas ? "decimal commas" : "points"), quotes \(isQuoted), \
      header \(header), clock \(clock) \(isClockLast ? "last" : "first"), \(name) in \(unit), companion \
      \(companion) \(isCompanionFirst ? "first" : "second")
      """
    }

    init(using generator: inout SeededGenerator) {
      separator = [",", ";", "\t", " ", "|"].randomElement(using: &generator) ?? ","
      hasDecimalCommas = separator != "," && Bool.random(using: &generator)
      isQuoted = Int.random(in: 0..<4, using: &generator) == 0
      header =
        ["names", "names", "units", "comments", "none", "shifted"]
        .randomElement(using: &generator) ?? "names"
      clock =
        [
          "none", "counter", "counter 1", "seconds", "milliseconds", "Unix", "Unix ms", "elapsed",
          "time of day", "date and time",
        ].randomElement(using: &generator) ?? "none"
      isClockLast = Bool.random(using: &generator)
      name =
        [
          "ECG", "MLII", "II", "ekg", "heart_ecg", "Lead II", "ecg_raw", "V5", "aVF", "ECG1",
          "Lead_I",
        ]
        .randomElement(using: &generator) ?? "ECG"
      unit = ["mV", "uV", "none"].randomElement(using: &generator) ?? "mV"
      companion =
        [
          "none", "RESP", "acc_x", "PPG", "battery", "temperature", "gyro_z", "ABP", "EMG", "HR",
          "marker", "EEG Fz",
        ]
        .randomElement(using: &generator) ?? "none"
      isCompanionFirst = Bool.random(using: &generator)
      lineEnd = ["\n", "\r\n", "\r"].randomElement(using: &generator) ?? "\n"
    }

    var saysRate: Bool { !["none", "counter", "counter 1"].contains(clock) }

    /// The unit that a sample of the file is, in mV.
    var scale: Double { unit == "uV" ? 1_000 : 1 }

    private func number(_ value: Double) -> String {
      let text = String(format: "%.6f", value)
      return hasDecimalCommas ? text.replacing(".", with: ",") : text
    }

    private func tick(_ row: Int) -> String {
      switch clock {
      case "counter": "\(row)"
      case "counter 1": "\(row + 1)"
      case "seconds": number(Double(row) / SyntheticTrace.rate)
      case "milliseconds": "\(row * 4)"
      case "Unix": number(1_700_000_000 + Double(row) / SyntheticTrace.rate)
      case "Unix ms": "\(1_700_000_000_000 + row * 4)"
      case "time of day": String(format: "20:15:%02d.%03d", row / 250 % 60, row % 250 * 4)
      case "date and time":
        String(format: "2024-02-29T20:15:%02d.%03dZ", row / 250 % 60, row % 250 * 4)
      default: String(format: "0:%02d.%03d", row / 250, row % 250 * 4)
      }
    }

    private var clockName: String {
      [
        "counter": "sample", "counter 1": "n", "seconds": "time", "milliseconds": "time_ms",
        "Unix": "timestamp", "Unix ms": "timestamp", "time of day": "Time",
        "date and time": "datetime",
      ][clock] ?? "Elapsed time"
    }

    private var clockUnit: String {
      switch clock {
      case "milliseconds": "ms"
      case "elapsed", "time of day": "h:mm:ss.mmm"
      case "Unix ms": "ms"
      case "seconds", "Unix": "s"
      default: "-"
      }
    }

    func text(_ trace: SyntheticTrace) -> String {
      func joined(_ ecg: String, _ other: String, _ tick: String) -> [String] {
        var cells = companion == "none" ? [ecg] : isCompanionFirst ? [other, ecg] : [ecg, other]
        if clock != "none" { cells.insert(tick, at: isClockLast ? cells.count : 0) }
        return cells
      }
      func line(_ cells: [String], isText: Bool) -> String {
        cells.map { isQuoted && (isText || hasDecimalCommas) ? "\"\($0)\"" : $0 }
          .joined(separator: separator)
      }
      // Blanks between columns leave no room for blanks in names.
      let name = separator == " " ? name.replacing(" ", with: "_") : name
      let clockName = separator == " " ? clockName.replacing(" ", with: "_") : clockName
      let withUnit = unit == "none" || header == "units" ? name : "\(name)(\(unit))"
      let names = joined(withUnit, companion, clockName)
      var lines: [String] = []
      switch header {
      case "names": lines = [line(names, isText: true)]
      case "units":
        let units = joined(unit == "none" ? "mV" : unit, "a.u.", clockUnit)
        lines = [line(joined(name, companion, clockName), isText: true), line(units, isText: true)]
      case "comments": lines = ["# a recording", "# made by a test", line(names, isText: true)]
      case "shifted": lines = [line(names, isText: true)]
      default: break
      }
      for (row, sample) in trace.samples.enumerated() {
        let factor = header == "none" ? 1 : scale
        let other: String =
          switch companion {
          case "battery": number(3.7)
          case "marker": "\(row % 500 == 0 ? 1 : 0)"
          case "HR": "\(70 + row / 400)"
          case "EMG", "EEG Fz": number(0.02 * sin(Double(row) * 1.7))
          default: number(20 + sin(Double(row) / 90))
          }
        var cells = joined(number(sample * factor), other, tick(row))
        if header == "shifted" { cells.insert("\(row + 1)", at: 0) }
        lines.append(line(cells, isText: false))
      }
      return lines.joined(separator: lineEnd) + lineEnd
    }
  }

  @Test func noColumnIsEverTheWrongOne() throws {
    var generator = SeededGenerator(seed: 21)
    let trace = SyntheticTrace()
    var right = 0
    let count = 300
    for _ in 0..<count {
      let recipe = Recipe(using: &generator)
      let text = recipe.text(trace)
      do {
        let file = try TableColumnTests.open(
          text, rate: recipe.saysRate ? nil : SyntheticTrace.rate)
        let lead = try file.chooseLead()
        let read = try file.samples(ofSignal: lead.signal)
        #expect(trace.isTrace(read), "\(recipe)\n\(text.prefix(300))")
        #expect(
          abs(file.signals[lead.signal].samplingRate - SyntheticTrace.rate) < 0.5,
          "\(recipe): \(file.signals[lead.signal].samplingRate) Hz")
        right += 1
      } catch let error as FileError {
        // Whole numbers in even steps may count as well as be milliseconds: then the
        // rate is asked for.
        let isClear =
          error.location != .whole || error.remedy.settings.contains(.lead)
          || error.remedy.settings.contains(.samplingRate) && recipe.header == "none"
        #expect(isClear, "\(recipe): \(error)")
      }
    }
    // An error is right where a table says too little; where it has names, it says enough.
    #expect(right >= count * 8 / 10, "\(right) of \(count)")
  }

  /// Channels of polysomnography, EEG, motion and Holters around an electrocardiogram.
  @Test func noChannelIsEverTheWrongOne() throws {
    var generator = SeededGenerator(seed: 22)
    let hearts = [
      "ECG", "EKG", "ECG1-ECG2", "ECG II", "ECG L", "ecg", "EKG I", "HEART ECG", "ML II",
    ]
    let others: [(String, String)] = [
      ("C4-P4", "uV"), ("C3-A2", "uV"), ("C4", "uV"), ("Fp1", "uV"), ("O2", "uV"), ("X", "g"),
      ("Y", "g"), ("Z", "g"), ("D2", "uV"), ("L2", "uV"), ("SaO2", "%"), ("ABP", "mmHg"),
      ("EOG(L)", "uV"), ("EMG", "uV"), ("RESP", "mV"), ("Pleth", "NU"), ("HR", "BPM"),
      ("Status", ""), ("EEG Fpz-Cz", "uV"), ("LEG L", "uV"), ("Marker", ""), ("ART", "mmHg"),
    ]
    for _ in 0..<200 {
      let heart = hearts.randomElement(using: &generator) ?? "ECG"
      var channels = (0..<Int.random(in: 1...6, using: &generator)).compactMap { _ in
        others.randomElement(using: &generator)
      }
      let position = Int.random(in: 0...channels.count, using: &generator)
      channels.insert((heart, "uV"), at: position)
      var bytes = EDFBytes(
        recordCount: "2",
        signals: channels.map { .init(label: $0.0, unit: $0.1, count: 100) })
      for _ in 0..<2 {
        for index in channels.indices {
          bytes.content += EDFBytes.samples((0..<100).map { $0 % 7 * 10 + index })
        }
      }
      let file = try RecordingFile.open("r.edf", in: InputFolder(files: ["r.edf": bytes.data]))
      let lead = try file.chooseLead()
      #expect(lead.signal == position, "\(lead) of \(channels.map(\.0))")
    }
  }
}
