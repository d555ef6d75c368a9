/// Eight channels at a time: what the element-wise passes are written in.
typealias Lanes = SIMD8<Float>

extension UnsafePointer<Float> {
  /// Loads `count` floats, 8 at most, from `offset` on; the lanes past them are zero.
  @inline(__always)
  func lanes(at offset: Int, count: Int) -> Lanes {
    let start = self + offset
    if count == Lanes.scalarCount {
      return UnsafeRawPointer(start).loadUnaligned(as: Lanes.self)
    }
    var lanes = Lanes()
    for lane in 0..<count { lanes[lane] = start[lane] }
    return lanes
  }
}

extension UnsafeMutablePointer<Float> {
  /// Loads `count` floats, 8 at most, from `offset` on; the lanes past them are zero.
  @inline(__always)
  func lanes(at offset: Int, count: Int) -> Lanes {
    UnsafePointer(self).lanes(at: offset, count: count)
  }

  /// Stores the first `count` lanes from `offset` on.
  @inline(__always)
  func store(_ lanes: Lanes, at offset: Int, count: Int) {
    let start = self + offset
    if count == Lanes.scalarCount {
      UnsafeMutableRawPointer(start).storeBytes(of: lanes, as: Lanes.self)
    } else {
      for lane in 0..<count { start[lane] = lanes[lane] }
    }
  }
}

/// The larger of each two lanes, the first of equals.
///
/// Not `pointwiseMax`, which the compiler leaves as a call that goes lane by lane.
@inline(__always)
func larger(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .> a) }

/// Calls `body` for every group of up to eight of `channels`, with its first channel and its size.
///
/// The whole groups are a loop of their own, in which the size is a constant to the compiler.
@inline(__always)
func forEachGroup(of channels: Int, _ body: (_ first: Int, _ count: Int) -> Void) {
  var first = 0
  while first &+ Lanes.scalarCount <= channels {
    body(first, Lanes.scalarCount)
    first &+= Lanes.scalarCount
  }
  if first < channels { body(first, channels &- first) }
}
