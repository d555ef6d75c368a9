import Dispatch
import Foundation
import Synchronization

/// Appends to a file past the system's cache of files, while the caller makes the next bytes.
///
/// A large file that is flushed to the disk gains nothing from the cache on its way there: the copy
/// into it, and finding memory for it, take longer than the disk does. Bytes are gathered in blocks
/// here, which the disk takes straight from where they lie, one after the other on a thread of its
/// own. Where a file system has no such way, the same blocks take the usual one.
package final class DirectWriter: Sendable {
  /// Of a block, in bytes: a whole number of pages and of sectors, whatever their size.
  package static let blockSize = 1 << 20
  /// Strict enough for the memory, lengths and places of all disks.
  private static let alignment = 4096
  private static let blockCount = 4

  private let descriptor: Int32
  // The block being filled is the caller's; those handed over are the queue's until `free` says so.
  nonisolated(unsafe) private let blocks: [UnsafeMutableRawBufferPointer]
  nonisolated(unsafe) private var current = 0
  nonisolated(unsafe) private var filled = 0
  private let queue = DispatchQueue(label: "DirectWriter")
  private let free = DispatchSemaphore(value: 0)
  /// `errno` of the first block that could not be written, or 0.
  private let failure = Atomic<Int32>(0)

  /// - Parameter descriptor: a file open for writing, of which a whole number of blocks is written so
  ///   far. It stays open until ``finish()`` or ``abandon()`` was called.
  package init(descriptor: Int32) {
    self.descriptor = descriptor
    blocks = (0..<Self.blockCount).map { _ in
      .allocate(byteCount: Self.blockSize, alignment: Self.alignment)
    }
    // One is the caller's from the start.
    for _ in 1..<Self.blockCount { free.signal() }
    Platform.bypassCache(true, of: descriptor)
  }

  deinit { for block in blocks { block.deallocate() } }

  /// Appends bytes, by one thread at a time. Returns `errno` of an earlier failure, or 0.
  package func append(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    var rest = bytes
    while !rest.isEmpty {
      let block = blocks[current]
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(block.count - filled))
      UnsafeMutableRawBufferPointer(rebasing: block[filled...]).copyMemory(from: part)
      filled += part.count
      rest = UnsafeRawBufferPointer(rebasing: rest[part.count...])
      if filled == block.count { handOver(block) }
    }
    return failure.load(ordering: .relaxed)
  }

  private func handOver(_ block: UnsafeMutableRawBufferPointer) {
    nonisolated(unsafe) let full = UnsafeRawBufferPointer(block)
    queue.async { [self] in
      if failure.load(ordering: .relaxed) == 0 { write(full) }
      free.signal()
    }
    // Blocks come back in the order they went.
    free.wait()
    current = (current + 1) % blocks.count
    filled = 0
  }

  /// Waits for all blocks and writes what is left, after which the file is as any other. Returns
  /// `errno` of a failure, or 0.
  package func finish() -> Int32 {
    abandon()
    guard failure.load(ordering: .relaxed) == 0 else { return failure.load(ordering: .relaxed) }
    // The rest is no whole number of sectors.
    Platform.bypassCache(false, of: descriptor)
    write(UnsafeRawBufferPointer(rebasing: blocks[current][..<filled]))
    filled = 0
    return failure.load(ordering: .relaxed)
  }

  /// Waits until nothing is being written any more.
  package func abandon() { queue.sync {} }

  private func write(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes
    var failure = writeAll(&rest, to: descriptor)
    // This file system wants other lengths or places, or none but the usual way.
    if failure == EINVAL, Platform.bypassCache(false, of: descriptor) {
      failure = writeAll(&rest, to: descriptor)
    }
    if failure != 0 { self.failure.store(failure, ordering: .relaxed) }
  }
}
