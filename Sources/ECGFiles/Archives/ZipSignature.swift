/// What parts of a ZIP archive begin with.
enum ZipSignature {
  /// A file's local header.
  static let file: [UInt8] = [0x50, 0x4B, 3, 4]
  /// A file in the list.
  static let listed: [UInt8] = [0x50, 0x4B, 1, 2]
  /// What signs the list.
  static let listSignature: [UInt8] = [0x50, 0x4B, 5, 5]
  /// The end of the archive, of ZIP64 before it, and what tells where that is.
  static let end: [UInt8] = [0x50, 0x4B, 5, 6]
  static let end64: [UInt8] = [0x50, 0x4B, 6, 6]
  static let locator64: [UInt8] = [0x50, 0x4B, 6, 7]
}
