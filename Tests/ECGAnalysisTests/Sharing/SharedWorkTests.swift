import ECGAnalysis
import ECGFiles
import ECGTestSupport
import Foundation
import Synchronization
import Testing

/// What one process does of the work that it may share; several are seen to by the tests
/// of the commands.
@Suite(.hangLimit) struct SharedWorkTests {
  /// What was begun, in its order, and what is done.
  private final class Log: Sendable {
    private let state: Mutex<(begun: [Int], done: Set<Int>)>

    init(done: Set<Int> = []) { state = Mutex(([], done)) }

    var begun: [Int] { state.withLock(\.begun) }
    func isDone(_ piece: Int) -> Bool { state.withLock { $0.done.contains(piece) } }
    func begin(_ piece: Int) { state.withLock { $0.begun.append(piece) } }
    func end(_ piece: Int) { state.withLock { _ = $0.done.insert(piece) } }
  }

  private func run(
    _ pieces: [Int], workers: Int, _ log: Log, work: @Sendable (Int) throws -> Void = { _ in }
  ) throws {
    try withTemporaryFolder { folder in
      try SharedWork(in: folder.path, rank: 0).run(
        pieces, workers: workers, isCancelled: { false }, isDone: { log.isDone($0) },
        work: {
          log.begin($0)
          try work($0)
          log.end($0)
        })
    }
  }

  /// As many as would take minutes if each meant looking through all.
  @Test func piecesAreBegunInTheirOrder() throws {
    let pieces = Array((0..<50_000).reversed())
    let done = Set(pieces.filter { $0 % 3 == 0 })
    let log = Log(done: done)
    try run(pieces, workers: 1, log)
    #expect(log.begun == pieces.filter { !done.contains($0) })
  }

  @Test func eachPieceIsDoneOnceByOneOfTheWorkers() throws {
    let log = Log()
    try run(Array(0..<2000), workers: 4, log)
    #expect(log.begun.sorted() == Array(0..<2000))
  }

  /// What a process was writing that died is its own for a moment longer than the last word.
  @Test func whoTakesOverWaitsForTheFilesOfTheDead() throws {
    func looks(rank: Int, until free: Int) throws -> Int {
      try withTemporaryFolder { folder in
        var looks = 0
        let work = try SharedWork(in: folder.path, rank: rank)
        _ = try work.end {
          looks += 1
          guard looks >= free else {
            throw FileError(.cannotWrite, path: "results.jsonl", "is being written by another")
          }
        }
        return looks
      }
    }
    #expect(try looks(rank: 1, until: 3) == 3)
    // The first ends what is its own.
    #expect(throws: FileError.self) { try looks(rank: 0, until: 3) }
  }

  /// The first piece is at work while all others are done, as many as would take minutes if each
  /// search passed by all of these.
  @Test func aLongPieceHoldsUpNoOther() {
    let pieces = Array((0..<300_000).reversed())
    let open = OpenPieces(pieces)
    var found: [Int] = []
    while let (place, piece) = open.first(from: 1) {
      guard open.first(from: 0)?.place == 0 else { break }
      found.append(piece)
      open.close(place)
      // Another worker may have seen it too.
      open.close(place)
    }
    #expect(found == Array(pieces.dropFirst()))
    #expect(open.count == 1)
    open.close(0)
    #expect(open.count == 0 && open.first(from: 0) == nil)
    #expect(open.first(from: pieces.count) == nil)
  }

  /// Pieces that are done in any order.
  @Test func whatIsDoneIsPassedBy() {
    let open = OpenPieces([7, 3, 5, 1, 4])
    for place in [1, 3, 2] { open.close(place) }
    #expect(open.count == 2)
    #expect((0...5).map { open.first(from: $0)?.piece } == [7, 4, 4, 4, 4, nil])
  }

  @Test func anErrorEndsTheWork() throws {
    struct Mishap: Error {}
    let log = Log()
    #expect(throws: Mishap.self) {
      try run(Array(0..<10), workers: 1, log) { if $0 == 3 { throw Mishap() } }
    }
    #expect(log.begun == [0, 1, 2, 3])
  }

  @Test func nothingToDoIsDoneAtOnce() throws {
    let log = Log(done: [0, 1])
    try run([], workers: 2, log)
    try run([0, 1], workers: 2, log)
    #expect(log.begun.isEmpty)
  }
}
