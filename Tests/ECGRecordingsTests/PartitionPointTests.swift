import ECGRecordings
import Testing

struct PartitionPointTests {
  @Test(arguments: [[], [1], [1, 1, 3], [-2, 0, 0, 0, 5, 9, 9]])
  func isTheFirstThatHolds(_ numbers: [Int]) {
    for bound in -4...11 {
      #expect(
        numbers.partitionPoint { $0 > bound }
          == numbers.firstIndex { $0 > bound } ?? numbers.count)
    }
  }
}
