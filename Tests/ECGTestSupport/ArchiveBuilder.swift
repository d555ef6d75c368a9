import Foundation

/// Archives made byte by byte, so that they can be made wrong.
package enum ArchiveBuilder {
  /// A file for a ZIP archive; what the list says of it may be untrue.
  package struct ZipFile {
    var name: String
    var content: [UInt8]
    var isDeflated: Bool
    var isEncrypted: Bool
    var statedSize: Int?
    /// The index of the file whose bytes it claims to be, in place of its own.
    var over: Int?

    package init(
      name: String, content: [UInt8], isDeflated: Bool = false, isEncrypted: Bool = false,
      statedSize: Int? = nil, over: Int? = nil
    ) {
      (self.name, self.content) = (name, content)
      (self.isDeflated, self.isEncrypted) = (isDeflated, isEncrypted)
      (self.statedSize, self.over) = (statedSize, over)
    }
  }

  /// A ZIP archive.
  package static func zip(_ files: [ZipFile]) -> [UInt8] {
    var (bytes, list): ([UInt8], [UInt8]) = ([], [])
    var places: [Int] = []
    for file in files {
      let packed = file.isDeflated ? deflateStored(file.content) : file.content
      let place = file.over.map { places[$0] } ?? bytes.count
      places.append(place)
      let common = numbers([
        (file.isDeflated ? 8 : 0, 2), (0, 4), (Int(checksum(file.content)), 4), (packed.count, 4),
        (file.statedSize ?? file.content.count, 4), (file.name.utf8.count, 2), (0, 2),
      ])
      if file.over == nil {
        bytes += [0x50, 0x4B, 3, 4]
        bytes += numbers([(20, 2), (file.isEncrypted ? 1 : 0, 2)])
        bytes += common
        bytes += file.name.utf8
        bytes += packed
      }
      list += [0x50, 0x4B, 1, 2]
      list += numbers([(20, 2), (20, 2), (file.isEncrypted ? 1 : 0, 2)])
      list += common
      list += numbers([(0, 2), (0, 2), (0, 2), (0, 4), (place, 4)])
      list += file.name.utf8
    }
    let end: [UInt8] = [0x50, 0x4B, 5, 6]
    let tail = numbers([
      (0, 4), (files.count, 2), (files.count, 2), (list.count, 4), (bytes.count, 4), (0, 2),
    ])
    return bytes + list + end + tail
  }

  /// A tar archive; sizes may be stated that are not those of the contents, and one may be
  /// older than POSIX.
  package static func tar(
    _ files: [(name: String, content: [UInt8])], statedSize: Int? = nil,
    isSizeBinary: Bool = false, isOld: Bool = false,
    links: [(name: String, target: String, kind: Int)] = []
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    let all =
      files.map { (name: $0.name, content: $0.content, target: "", kind: 0) }
      + links.map { (name: $0.name, content: [], target: $0.target, kind: $0.kind) }
    for (name, content, target, kind) in all {
      var header = [UInt8](repeating: 0, count: 512)
      func put(_ text: String, at place: Int) {
        header.replaceSubrange(place..<place + text.utf8.count, with: Array(text.utf8))
      }
      put(name, at: 0)
      put("0000644", at: 100)
      let size = statedSize ?? content.count
      if isSizeBinary {
        header[124] = 0x80
        for byte in 0..<8 { header[135 - byte] = UInt8(truncatingIfNeeded: size >> (8 * byte)) }
      } else {
        put(octal(size, 11), at: 124)
      }
      put(octal(1_700_000_000, 11), at: 136)
      put("        \(kind)", at: 148)
      put(target, at: 157)
      if !isOld { put("ustar\u{0}00", at: 257) }
      put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\u{0} ", at: 148)
      bytes += header + content
      bytes += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }
    return bytes + [UInt8](repeating: 0, count: 1024)
  }

  /// A stream of gzip, without compression.
  package static func gzip(_ content: [UInt8]) -> [UInt8] {
    var result: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    result += deflateStored(content)
    result += numbers([(Int(checksum(content)), 4), (content.count, 4)])
    return result
  }

  /// DEFLATE's blocks that are stored (RFC 1951, section 3.2.4).
  private static func deflateStored(_ content: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var start = 0
    repeat {
      let end = min(start + 0xFFFF, content.count)
      result.append(end == content.count ? 1 : 0)
      result += numbers([(end - start, 2), (~(end - start) & 0xFFFF, 2)])
      result += content[start..<end]
      start = end
    } while start < content.count
    return result
  }

  /// CRC-32 (ISO 3309), bit by bit.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB8_8320 }
    }
    return ~sum
  }

  /// Numbers of so many bytes each, the lowest byte first.
  private static func numbers(_ values: [(value: Int, bytes: Int)]) -> [UInt8] {
    values.flatMap { value, bytes in
      (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
  }

  private static func octal(_ value: Int, _ digits: Int) -> String {
    let text = String(value, radix: 8)
    return String(repeating: "0", count: digits - text.count) + text
  }
}
