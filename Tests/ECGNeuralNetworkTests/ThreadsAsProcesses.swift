import ECGParallel
import Foundation
import Synchronization

/// A group of processes whose members are threads of one: what they send each other is copied.
struct ThreadsAsProcesses: ProcessGroup {
  let rank: Int
  let count: Int
  private let channels: Channels

  /// What was sent and not yet received, for each pair of members.
  private final class Channels: Sendable {
    private let waiting = Mutex([[Int]: [[UInt8]]]())
    private let arrived: [DispatchSemaphore]
    private let count: Int

    init(count: Int) {
      self.count = count
      arrived = (0..<count * count).map { _ in DispatchSemaphore(value: 0) }
    }

    func send(_ bytes: [UInt8], from: Int, to: Int) {
      waiting.withLock { $0[[from, to], default: []].append(bytes) }
      arrived[from * count + to].signal()
    }

    func receive(from: Int, to: Int) -> [UInt8] {
      arrived[from * count + to].wait()
      return waiting.withLock { $0[[from, to]]?.removeFirst() ?? [] }
    }
  }

  /// What came was not as long as what was waited for.
  struct Mismatch: Error { let expected, found: Int }

  /// Runs `body` in each of `count` members at the same time.
  ///
  /// - Returns: what they give, in their order.
  static func run<Output: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (ThreadsAsProcesses) throws -> Output
  ) -> [Result<Output, any Error>] {
    let channels = Channels(count: count)
    let results = Mutex([Int: Result<Output, any Error>]())
    let done = DispatchGroup()
    for rank in 0..<count {
      done.enter()
      let thread = Thread {
        let result = Result {
          try body(ThreadsAsProcesses(rank: rank, count: count, channels: channels))
        }
        results.withLock { $0[rank] = result }
        done.leave()
      }
      thread.stackSize = 4 << 20
      thread.start()
    }
    done.wait()
    return results.withLock { results in (0..<count).compactMap { results[$0] } }
  }

  func send(_ bytes: UnsafeRawBufferPointer, to rank: Int) throws {
    channels.send(Array(bytes), from: self.rank, to: rank)
  }

  func receive(_ bytes: UnsafeMutableRawBufferPointer, from rank: Int) throws {
    let found = channels.receive(from: rank, to: self.rank)
    guard found.count == bytes.count else {
      throw Mismatch(expected: bytes.count, found: found.count)
    }
    bytes.copyBytes(from: found)
  }

  func broadcast(_ bytes: UnsafeMutableRawBufferPointer, from rank: Int) throws {
    guard rank == self.rank else { return try receive(bytes, from: rank) }
    for other in 0..<count where other != rank {
      try send(UnsafeRawBufferPointer(bytes), to: other)
    }
  }
}
