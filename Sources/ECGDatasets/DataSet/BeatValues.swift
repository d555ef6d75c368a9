/// The samples of a data set's beats, beat after beat: a collection of `N × L` numbers.
///
/// They lie in memory or in a file (see ``BeatSafetensors``), and a choice of beats (see
/// ``BeatDataset/selecting(_:)``) refers to those it was made from rather than copying them. It is
/// a value for all that: whoever changes a sample gets numbers of their own.
///
/// Walking over all numbers one at a time is slow; ``withBeat(_:_:)`` gives a beat at once.
public struct BeatValues: Sendable {
  /// Where the numbers are.
  enum Storage: Sendable {
    case array([Float])
    case file(MappedBeats)
    case files(ShardedBeats)
  }

  /// Some of the beats of a storage, as indices into it, or all but some, ascending.
  private enum Rows: Sendable {
    case only([Int])
    case allBut(SortedIndices)

    subscript(index: Int) -> Int {
      switch self {
      case .only(let rows): rows[index]
      case .allBut(let others): others.complement(at: index)
      }
    }
  }

  /// `L`, the samples in a beat.
  public let samplesPerBeat: Int
  private var storage: Storage
  /// The beats chosen, as indices into the storage; nil for all.
  private var rows: Rows?

  /// Wraps samples that lie in memory.
  ///
  /// - Precondition: `values` holds a whole number of beats.
  public init(_ values: [Float], samplesPerBeat: Int) {
    precondition(samplesPerBeat > 0 && values.count % samplesPerBeat == 0)
    self.samplesPerBeat = samplesPerBeat
    storage = .array(values)
  }

  /// Wraps samples that lie in a file.
  init(_ beats: MappedBeats) {
    samplesPerBeat = beats.samplesPerBeat
    storage = .file(beats)
  }

  /// Wraps samples that lie in several files.
  init(_ beats: ShardedBeats) {
    samplesPerBeat = beats.samplesPerBeat
    storage = .files(beats)
  }

  /// `N`, the number of beats.
  public var beatCount: Int {
    switch rows {
    case .only(let rows): rows.count
    case .allBut(let others): storedCount - others.count
    case nil: storedCount
    }
  }

  private var storedCount: Int {
    switch storage {
    case .array(let values): values.count / samplesPerBeat
    case .file(let beats): beats.count
    case .files(let beats): beats.count
    }
  }

  /// The values of the beats at `indices`, in that order, without copying any.
  ///
  /// - Precondition: the indices are those of beats.
  public func selecting(_ indices: [Int]) -> BeatValues {
    let count = beatCount
    precondition(indices.allSatisfy { 0..<count ~= $0 }, "no such beat")
    var selected = self
    selected.rows = .only(rows.map { rows in indices.map { rows[$0] } } ?? indices)
    return selected
  }

  /// The values of all beats but some, which takes memory for those alone.
  ///
  /// - Precondition: the indices are those of beats, and no choice was made before.
  func leavingOut(_ others: SortedIndices) -> BeatValues {
    precondition(rows == nil && others.allSatisfy { 0..<beatCount ~= $0 }, "no such beat")
    var selected = self
    selected.rows = .allBut(others)
    return selected
  }

  /// Calls `body` with the `L` samples of beat `index`, without a copy.
  @inline(__always)
  public func withBeat<Result>(
    _ index: Int, _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    let beat = rows.map { $0[index] } ?? index
    switch storage {
    case .array(let values):
      return try values.withUnsafeBufferPointer {
        try body(
          UnsafeBufferPointer(
            rebasing: $0[beat * samplesPerBeat..<(beat + 1) * samplesPerBeat]))
      }
    case .file(let beats): return try beats.withBeat(beat, body)
    case .files(let beats): return try beats.withBeat(beat, body)
    }
  }

  /// Copies the `L` samples of beat `index` to `target`: the way to go through beats in any order.
  ///
  /// The samples of a file that was shortened in the meantime, against all warnings, are NaN.
  public func copyBeat(_ index: Int, to target: UnsafeMutableBufferPointer<Float>) {
    switch storage {
    case .array: withBeat(index) { _ = target.update(fromContentsOf: $0) }
    case .file(let beats): beats.copyBeat(rows.map { $0[index] } ?? index, to: target)
    case .files(let beats): beats.copyBeat(rows.map { $0[index] } ?? index, to: target)
    }
  }

  /// The samples of the beats in a range, copied.
  public func array(of beats: Range<Int>) -> [Float] {
    [Float](unsafeUninitializedCapacity: beats.count * samplesPerBeat) { target, count in
      target.initialize(repeating: 0)
      for (offset, beat) in beats.enumerated() {
        let samples = offset * samplesPerBeat..<(offset + 1) * samplesPerBeat
        copyBeat(beat, to: UnsafeMutableBufferPointer(rebasing: target[samples]))
      }
      count = beats.count * samplesPerBeat
    }
  }
}

// MARK: - Blocks

extension BeatValues {
  /// The beats in a range: those in memory as they lie there, those of a file copied, so that a
  /// file that is shortened meanwhile does no harm.
  func block(_ beats: Range<Int>) -> BeatValues {
    switch storage {
    case .array: selecting(Array(beats))
    case .file, .files: BeatValues(array(of: beats), samplesPerBeat: samplesPerBeat)
    }
  }
}

// MARK: - Collection

extension BeatValues: RandomAccessCollection, MutableCollection {
  public var startIndex: Int { 0 }

  public var endIndex: Int { beatCount * samplesPerBeat }

  /// A sample. Setting one gives the collection an array of its own, where it has none yet.
  public subscript(position: Int) -> Float {
    get {
      let (beat, sample) = position.quotientAndRemainder(dividingBy: samplesPerBeat)
      return withBeat(beat) { $0[sample] }
    }
    set {
      if case .array(var values) = storage, rows == nil {
        // Two owners would make every change a copy of all.
        storage = .array([])
        values[position] = newValue
        storage = .array(values)
      } else {
        var values = array(of: 0..<beatCount)
        values[position] = newValue
        storage = .array(values)
        rows = nil
      }
    }
  }

  public func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result? {
    guard rows == nil else { return nil }
    switch storage {
    case .array(let values): return try values.withUnsafeBufferPointer(body)
    case .file(let beats): return try body(beats.values)
    case .files: return nil
    }
  }
}

// MARK: - Comparison

extension BeatValues: Equatable {
  /// Whether the beats have the same length and the same samples.
  public static func == (one: BeatValues, other: BeatValues) -> Bool {
    one.samplesPerBeat == other.samplesPerBeat && one.beatCount == other.beatCount
      && (0..<one.beatCount).allSatisfy { beat in
        one.withBeat(beat) { one in other.withBeat(beat) { one.elementsEqual($0) } }
      }
  }

  /// Whether the samples are those of an array.
  public static func == (values: BeatValues, array: [Float]) -> Bool {
    values.elementsEqual(array)
  }
}
