extension RandomAccessCollection where Index == Int {
  /// The index of the first element for which `isAfter` holds, where it holds for all that follow
  /// and for none before; the end index where it holds for none.
  package func partitionPoint(_ isAfter: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
