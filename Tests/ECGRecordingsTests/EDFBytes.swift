import Foundation

/// An EDF file put together field by field from the standard, independently of the reader.
struct EDFBytes {
  struct Signal {
    var label: String
    var unit = "uV"
    var physical = ("-3276.8", "3276.7")
    var digital = ("-32768", "32767")
    var count: Int
  }

  var magic = Array("0       ".utf8)
  var patient = "X F 01-JAN-1970 Jane_Doe"
  var date = "04.03.21"
  var time = "05.06.07"
  var headerLength: String?
  var reserved = ""
  var recordCount = "1"
  var duration = "1"
  var signalCount: String?
  var signals: [Signal]
  /// The data records.
  var content: [UInt8] = []

  var data: Data {
    func field(_ text: String, _ width: Int) -> [UInt8] {
      let bytes = Array(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
      return Array((bytes + [UInt8](repeating: 32, count: width)).prefix(width))
    }
    var bytes = magic + field(patient, 80) + field("Startdate X X X X", 80)
    bytes += field(date, 8) + field(time, 8)
    bytes += field(headerLength ?? "\(256 * (signals.count + 1))", 8) + field(reserved, 44)
    bytes += field(recordCount, 8) + field(duration, 8)
    bytes += field(signalCount ?? "\(signals.count)", 4)
    for signal in signals { bytes += field(signal.label, 16) }
    for _ in signals { bytes += field("", 80) }
    for signal in signals { bytes += field(signal.unit, 8) }
    for signal in signals { bytes += field(signal.physical.0, 8) }
    for signal in signals { bytes += field(signal.physical.1, 8) }
    for signal in signals { bytes += field(signal.digital.0, 8) }
    for signal in signals { bytes += field(signal.digital.1, 8) }
    for _ in signals { bytes += field("", 80) }
    for signal in signals { bytes += field("\(signal.count)", 8) }
    for _ in signals { bytes += field("", 32) }
    return Data(bytes + content)
  }

  /// Samples of two bytes.
  static func samples(_ values: [Int]) -> [UInt8] {
    values.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
  }

  /// The annotations of a data record, filled up to `count` bytes.
  static func list(_ text: String, _ count: Int) -> [UInt8] {
    let bytes = Array(text.utf8)
    return Array((bytes + [UInt8](repeating: 0, count: count)).prefix(count))
  }
}
