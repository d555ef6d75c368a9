import ECGFiles

/// The labels of beats in a mapped file, read one by one or block by block: none of them is held.
struct MappedLabels: Sendable {
  /// The types that labels may have.
  enum Kind: String {
    case byte = "U8"
    case int = "I32"
    case long = "I64"

    var size: Int {
      switch self {
      case .byte: 1
      case .int: 4
      case .long: 8
      }
    }

    func label(in bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
      let offset = index * size
      return switch self {
      case .byte: Int(bytes[offset])
      case .int:
        Int(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)))
      case .long:
        Int(Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self)))
      }
    }
  }

  /// `N`.
  let count: Int
  private let file: MappedFile
  private let offset: Int
  private let kind: Kind

  private static let labelsAtOnce = 4096

  /// - Precondition: the labels lie within the file.
  init(in file: MappedFile, at offset: Int, count: Int, kind: Kind) {
    (self.file, self.offset, self.count, self.kind) = (file, offset, count, kind)
  }

  /// The bytes of all labels.
  static func bytes(of count: Int, kind: Kind) -> Int { count * kind.size }

  /// Where the label of a beat lies in the file.
  func byte(of beat: Int) -> Int { offset + beat * kind.size }

  /// The label of a beat; 0 where the file cannot be read any more.
  func label(of beat: Int) -> Int {
    var word: UInt64 = 0
    return withUnsafeMutableBytes(of: &word) { word in
      let bytes = UnsafeMutableRawBufferPointer(rebasing: word[..<kind.size])
      guard file.copy(from: byte(of: beat), to: bytes) else { return 0 }
      return kind.label(in: UnsafeRawBufferPointer(bytes), at: 0)
    }
  }

  /// Calls `body` with each beat and its label in turn.
  func forEach(_ body: (_ beat: Int, _ label: Int) throws -> Void) throws {
    try withUnsafeTemporaryAllocation(
      byteCount: Self.labelsAtOnce * kind.size, alignment: 8
    ) { block in
      for start in stride(from: 0, to: count, by: Self.labelsAtOnce) {
        let beats = start..<min(start + Self.labelsAtOnce, count)
        let bytes = UnsafeMutableRawBufferPointer(rebasing: block[..<(beats.count * kind.size)])
        guard file.copy(from: byte(of: start), to: bytes) else {
          throw FileError(.inputOutput, path: file.path, "cannot read the labels any more")
        }
        for beat in beats {
          try body(beat, kind.label(in: UnsafeRawBufferPointer(bytes), at: beat - start))
        }
      }
    }
  }

  /// Has the system begin to read labels that will be wanted soon.
  func fetch(_ beats: Range<Int>) {
    file.fetch(byte(of: beats.lowerBound)..<byte(of: beats.upperBound))
  }
}
