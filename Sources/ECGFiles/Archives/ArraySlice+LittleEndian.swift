extension ArraySlice<UInt8> {
  /// A number of so many bytes, the lowest first.
  func littleEndian(at offset: Int, bytes count: Int) -> UInt64 {
    let start = startIndex + offset
    return (0..<count).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(self[start + $1]) }
  }
}
