/// Which detected beats belong to which reference beats: each to the closest within a window, one
/// to one, both in order.
struct BeatMatch {
  /// The reference beats found, those missed, and the detections without a reference.
  var found: [Int] = []
  var missed: [Int] = []
  var extra: [Int] = []
  /// Where each found beat was detected, after its reference.
  var offsets: [Int] = []

  init(reference: [Int], detected: [Int], window: Int) {
    var (r, d) = (0, 0)
    while r < reference.count, d < detected.count {
      let distance = abs(reference[r] - detected[d])
      if distance > window {
        if reference[r] < detected[d] {
          missed.append(reference[r])
          r += 1
        } else {
          extra.append(detected[d])
          d += 1
        }
      } else if d + 1 < detected.count, abs(detected[d + 1] - reference[r]) < distance {
        extra.append(detected[d])
        d += 1
      } else if r + 1 < reference.count, abs(reference[r + 1] - detected[d]) < distance {
        missed.append(reference[r])
        r += 1
      } else {
        found.append(reference[r])
        offsets.append(detected[d] - reference[r])
        r += 1
        d += 1
      }
    }
    missed += reference[r...]
    extra += detected[d...]
  }
}

/// Counts over records.
struct BeatCounts {
  var found = 0
  var missed = 0
  var extra = 0

  var sensitivity: Double { Double(found) / Double(max(found + missed, 1)) }
  var predictivity: Double { Double(found) / Double(max(found + extra, 1)) }
  /// The beats that differ, as a part of all.
  var difference: Double { Double(max(missed, extra)) / Double(max(found + missed, 1)) }

  init() {}

  init(_ match: BeatMatch) {
    (found, missed, extra) = (match.found.count, match.missed.count, match.extra.count)
  }

  static func += (a: inout BeatCounts, b: BeatCounts) {
    a.found += b.found
    a.missed += b.missed
    a.extra += b.extra
  }
}
