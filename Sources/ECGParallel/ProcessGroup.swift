/// Processes that share work, on one machine or on several, and send each other bytes.
///
/// What is sent is awaited: a call returns when the bytes may be changed, or are there. Only one
/// thread at a time may call.
package protocol ProcessGroup: Sendable {
  /// The rank of this process among them, counted from 0.
  var rank: Int { get }
  /// How many there are.
  var count: Int { get }

  /// Sends bytes to the process of that rank.
  ///
  /// - Throws: what says that they did not arrive.
  func send(_ bytes: UnsafeRawBufferPointer, to rank: Int) throws

  /// Waits for as many bytes of the process of that rank.
  ///
  /// - Throws: what says that they did not come.
  func receive(_ bytes: UnsafeMutableRawBufferPointer, from rank: Int) throws

  /// Gives the bytes of the process of that rank to all.
  ///
  /// - Throws: what says that they did not arrive.
  func broadcast(_ bytes: UnsafeMutableRawBufferPointer, from rank: Int) throws
}

extension ProcessGroup {
  /// The part of `0 ..< total` that a process sees to; those of all follow on one another.
  package func share(of total: Int, for rank: Int) -> Range<Int> {
    total * rank / count..<total * (rank + 1) / count
  }

  /// The part of `0 ..< total` that this process sees to.
  package func share(of total: Int) -> Range<Int> { share(of: total, for: rank) }

  /// What every process says, in the order of their ranks.
  ///
  /// - Throws: what sending throws.
  package func all(_ text: String) throws -> [String] {
    let own = Array(text.utf8)
    return try (0..<count).map { rank in
      var length = Int64(own.count)
      try withUnsafeMutableBytes(of: &length) { try broadcast($0, from: rank) }
      var bytes = rank == self.rank ? own : [UInt8](repeating: 0, count: Int(length))
      try bytes.withUnsafeMutableBytes { try broadcast($0, from: rank) }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
