import ECGFiles
import ECGParallel
import Foundation
import Synchronization

/// Pieces of work that several processes do together, whose results go to files of one folder.
///
/// Whoever is free takes the next piece that nobody has; that of a process that died is taken
/// by another. A piece that was done twice would do no harm: its files are put in place
/// whole, and the same.
package struct SharedWork: Sendable {
  private let claims: WorkClaims
  private let isFirst: Bool

  /// How long to wait before looking again for a piece that is free.
  private static let patience = 0.1
  /// How often to look for the files of a process that died.
  private static let mostLooks = 50

  /// Joins the work in a folder, which is there.
  ///
  /// - Parameters:
  ///   - rank: the rank of this process among them, counted from 0; the first joins before
  ///     the others do.
  /// - Throws: `FileError` of kind `cannotWrite`.
  package init(in folder: String, rank: Int) throws {
    if rank == 0 { try Self.tidy(folder) }
    claims = try WorkClaims(path: Self.path(in: folder))
    isFirst = rank == 0
    if rank == 0 { _ = try claims.takeLastWord() }
  }

  /// Takes away what processes left in a folder that were ended.
  ///
  /// - Throws: `FileError` of kind `cannotWrite` where some are at work there still.
  package static func tidy(_ folder: String) throws {
    let path = path(in: folder)
    guard !WorkClaims.isInUse(path: path) else {
      throw FileError(
        .cannotWrite, path: folder, "is being written by processes that share their work",
        remedy: "Wait for their end, or choose another folder")
    }
    unlink(path)
  }

  /// The hidden file of claims, which is there until the end.
  private static func path(in folder: String) -> String { "\(folder)/.ecg-claims" }

  /// Does what is to do, and waits until all of it is done by this or another process.
  ///
  /// - Parameters:
  ///   - pieces: their numbers, in the order in which they are to be begun.
  ///   - workers: pieces at once in this process.
  ///   - isCancelled: asked often; true ends it after the pieces at hand.
  ///   - isDone: whether a piece is done, by whomever.
  ///   - work: what is to be done; afterwards `isDone` says yes.
  /// - Throws: what `isDone` and `work` throw, when the pieces at hand are done.
  package func run(
    _ pieces: [Int], workers: Int, isCancelled: @Sendable () -> Bool,
    isDone: @Sendable (Int) throws -> Bool, work: @Sendable (Int) throws -> Void
  ) throws {
    let open = OpenPieces(pieces)
    let failure = Mutex((any Error)?.none)
    ParallelWork.onWorkers(max(1, min(workers, pieces.count))) { _ in
      while !isCancelled() {
        do {
          let count = failure.withLock { $0 == nil } ? open.count : 0
          guard count > 0 else { return }
          if let taken = try take(open, isDone) {
            defer { claims.giveBack(taken) }
            try work(taken)
          } else if open.count == count {
            Thread.sleep(forTimeInterval: Self.patience)
          }
        } catch {
          failure.withLock { $0 = $0 ?? error }
        }
      }
    }
    if let error = failure.withLock(\.self) { throw error }
  }

  /// The first piece that is free; those before it that turn out to be done are closed.
  private func take(_ open: OpenPieces, _ isDone: (Int) throws -> Bool) throws -> Int? {
    var place = 0
    while let (found, piece) = open.first(from: place) {
      place = found + 1
      if try isDone(piece) {
        open.close(found)
        continue
      }
      guard try claims.take(piece) else { continue }
      do {
        // It may have been done just now.
        if try !isDone(piece) { return piece }
        open.close(found)
        claims.giveBack(piece)
      } catch {
        claims.giveBack(piece)
        throw error
      }
    }
    return nil
  }

  /// Has one process end the work: the first, or another where that is gone before it could.
  ///
  /// - Parameter body: what ends it; another process does it again where it throws and this
  ///   one then ends.
  /// - Returns: what `body` gives; nil where another process has done it.
  /// - Throws: what `body` throws.
  package func end<Result>(_ body: () throws -> Result) throws -> Result? {
    guard try claims.takeLastWord() else { return nil }
    let result = try isFirst ? body() : takingOver(body)
    claims.endLastWord()
    return result
  }

  /// Ends the work of a process that died in the midst of it. The system frees what was locked by
  /// it one after the other: for a moment more the files that it was writing are its own.
  private func takingOver<Result>(_ body: () throws -> Result) throws -> Result {
    for _ in 1..<Self.mostLooks {
      do {
        return try body()
      } catch let error as FileError where error.kind == .cannotWrite {
        Thread.sleep(forTimeInterval: Self.patience)
      }
    }
    return try body()
  }
}
