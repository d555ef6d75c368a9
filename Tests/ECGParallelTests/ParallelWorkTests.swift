import ECGParallel
import Synchronization
import Testing

@Suite struct ParallelWorkTests {
  private struct Failure: Error, Equatable {
    let index: Int
  }

  /// Every index once, whatever the number of threads.
  @Test(arguments: [0, 1, 2, 3, 100], [1, 2, 7, Int.max])
  func everyIndexIsVisitedOnce(count: Int, threads: Int) {
    let visits = Mutex([Int](repeating: 0, count: count))
    ParallelWork.forEach(count, threads: threads) { index in visits.withLock { $0[index] += 1 } }
    #expect(visits.withLock { $0 } == [Int](repeating: 1, count: count))
  }

  @Test(arguments: [1, 2, 7])
  func resultsAreInTheOrderOfTheInputs(threads: Int) {
    let inputs = Array(0..<100)
    #expect(ParallelWork.map(inputs, threads: threads) { $0 * $0 } == inputs.map { $0 * $0 })
  }

  @Test(arguments: [1, 2, 7])
  func theFirstErrorIsThrown(threads: Int) {
    #expect(throws: Failure(index: 3)) {
      try ParallelWork.map(Array(0..<50), threads: threads) { index in
        if index % 4 == 3 { throw Failure(index: index) }
        return index
      }
    }
  }

  /// Ranges that follow one another, of lengths that differ by one at most.
  @Test(arguments: [0, 1, 5, 100], [1, 2, 7])
  func rangesCoverAll(count: Int, threads: Int) {
    let ranges = ParallelWork.mapRanges(count, threads: threads) { $0 }
    #expect(ranges.flatMap { Array($0) } == Array(0..<count))
    #expect(ranges.count == max(1, min(threads, count)))
    let lengths = ranges.map(\.count)
    #expect((lengths.max() ?? 0) - (lengths.min() ?? 0) <= 1)
  }

  @Test(arguments: [0, 1, 3])
  func everyWorkerRunsOnce(count: Int) {
    let workers = Mutex([Int]())
    ParallelWork.onWorkers(count) { worker in workers.withLock { $0.append(worker) } }
    #expect(workers.withLock { $0.sorted() } == Array(0..<count))
  }
}
