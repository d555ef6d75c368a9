extension Array {
  /// The index of the first element for which `isAfter` holds, where it holds for all that follow
  /// and for none before; the count where it holds for none.
  package func partitionPoint(_ isAfter: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
