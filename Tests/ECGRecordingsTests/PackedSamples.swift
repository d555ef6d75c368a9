import ECGRecordings
import Foundation

/// The bytes of `samples`, written down from `signal(5)` independently of the reader.
func pack(_ samples: [Int32], _ format: SignalFormat) -> Data {
  switch format {
  case .format16:
    return Data(
      samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
  default:
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: samples.count, by: 2) {
      let first = UInt32(bitPattern: samples[start]) & 0xFFF
      let isLast = start + 1 == samples.count
      let second = isLast ? 0 : UInt32(bitPattern: samples[start + 1]) & 0xFFF
      bytes += [UInt8(first & 0xFF), UInt8(first >> 8 | (second >> 4) & 0xF0)]
      if !isLast { bytes.append(UInt8(second & 0xFF)) }
    }
    return Data(bytes)
  }
}

/// The checksum a header gives for `samples`.
func checksum(_ samples: [Int32]) -> Int16 {
  Int16(truncatingIfNeeded: samples.reduce(0) { $0 + Int($1) })
}
