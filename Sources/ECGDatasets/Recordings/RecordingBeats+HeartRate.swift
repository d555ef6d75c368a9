package import ECGSignals

extension RecordingBeats {
  /// The same beats as if the heart went faster or more slowly.
  ///
  /// Each interval is divided by the factor. As in a heart, the QRS complex stays as it is, what
  /// belongs to it before and after, the P wave and the T wave, changes with the root of the
  /// interval alone, and the rest between them takes what is left: so P waves come to lie on the T
  /// waves before. Where samples lie between the windows of two beats, a straight line joins these.
  ///
  /// - Parameter factor: what the heart rate is multiplied by, more than 0.
  package func atHeartRate(times factor: Double) -> RecordingBeats {
    var times = Array(self.times.prefix(1))
    for (before, time) in zip(self.times, self.times.dropFirst()) {
      times.append((times.last ?? 0) + RateChange(of: time - before, by: factor).interval)
    }
    return RecordingBeats(
      times: times,
      leads: leads.map { lead in
        var changed = LeadBeats(capacity: count)
        for beat in 0..<count { changed.append(samples(of: lead, around: beat, factor)) }
        return changed
      }, isKnown: intervals.map { $0 != nil })
  }

  /// The samples around an R peak at the other rate: `L`.
  private func samples(of lead: LeadBeats, around beat: Int, _ factor: Double) -> [Float] {
    let own = lead[beat]
    let rate = SignalConditioner.nominalSamplingRate
    let sides = [-1, 1].map { step -> (change: RateChange, samples: [Float])? in
      let other = beat + step
      guard times.indices.contains(other) else { return nil }
      let interval = abs(times[other] - times[beat])
      return interval > 0 ? (RateChange(of: interval, by: factor), lead[other]) : nil
    }
    return own.indices.map { index in
      let offset = Double(index - LeadBeats.before) / rate
      guard offset != 0, let side = sides[offset < 0 ? 0 : 1] else { return own[index] }
      // From the R peak at the beginning of the interval on.
      let interval = side.change.interval
      let place = side.change.original(offset < 0 ? offset + interval : offset)
      let (first, second) = offset < 0 ? (side.samples, own) : (own, side.samples)
      return Self.value(
        at: place, between: first, and: second, apart: side.change.originalInterval)
    }
  }

  /// What lies in an interval that is covered by the windows of its two R peaks.
  private static func value(
    at time: Double, between first: [Float], and second: [Float], apart interval: Double
  ) -> Float {
    let rate = SignalConditioner.nominalSamplingRate
    let (before, last) = (Double(LeadBeats.before), Double(LeadBeats.samplesPerBeat - 1))
    let (fromFirst, fromSecond) = (time * rate + before, (time - interval) * rate + before)
    // The window of the nearer peak, unless the place is in the other alone.
    if fromSecond >= 0, fromSecond <= last, time > interval / 2 || fromFirst > last {
      return interpolated(second, at: fromSecond)
    }
    if fromFirst >= 0, fromFirst <= last { return interpolated(first, at: fromFirst) }
    if fromSecond >= 0 { return second[Int(last)] }
    let share = (fromFirst - last) / (fromFirst - last - fromSecond)
    return first[Int(last)] * Float(1 - share) + second[0] * Float(share)
  }

  private static func interpolated(_ samples: [Float], at place: Double) -> Float {
    let index = min(max(Int(place), 0), samples.count - 2)
    let share = Float(place - Double(index))
    return samples[index] * (1 - share) + samples[index + 1] * share
  }
}

/// How the times within an interval between two R peaks change with the heart rate.
private struct RateChange {
  /// Seconds after and before an R peak that belong to the QRS complex, and what is left
  /// between, at the least.
  private static let (afterPeak, beforePeak, least) = (0.06, 0.05, 0.02)
  /// The T wave after the complex: seconds at an interval of a second, after Bazett; and the P
  /// wave before one.
  private static let (tWave, pWave) = (0.3, 0.15)
  /// What both take of the time between complexes, at the most.
  private static let (tShare, pShare) = (0.6, 0.3)
  /// What of the rest between the T wave and the P wave is left at the least.
  private static let leastRest = 0.1

  /// The interval before and after the change, in seconds.
  let (originalInterval, interval): (Double, Double)
  /// The ends of the parts, from the first R peak on, before and after.
  private let (old, new): ([Double], [Double])

  init(of interval: Double, by factor: Double) {
    originalInterval = interval
    let complexes = Self.afterPeak + Self.beforePeak
    let room = interval - complexes
    // Beats so close together are artefacts, or stay as they are.
    guard room > 2 * Self.least else {
      (self.interval, old, new) = (interval, [0, interval], [0, interval])
      return
    }
    let left = max(interval / factor - complexes, Self.least)
    var (t, p) = (
      min(Self.tWave * interval.squareRoot(), Self.tShare * room),
      min(Self.pWave, Self.pShare * room)
    )
    let rest = room - t - p
    let (oldT, scale) = (t, 1 / factor.squareRoot())
    (t, p) = (t * scale, p * scale)
    let leastRest = min(Self.leastRest * rest, Self.leastRest * left)
    if t + p + leastRest > left {
      let fit = (left - leastRest) / (t + p)
      (t, p) = (t * fit, p * fit)
    }
    let whole = complexes + left
    self.interval = whole
    old =
      [0, Self.afterPeak, Self.afterPeak + oldT, Self.afterPeak + oldT + rest]
      + [interval - Self.beforePeak, interval]
    new =
      [0, Self.afterPeak, Self.afterPeak + t, whole - Self.beforePeak - p]
      + [whole - Self.beforePeak, whole]
  }

  /// Where a time after the first R peak was before the change; beyond the interval times
  /// run on as they did.
  func original(_ time: Double) -> Double {
    if time <= 0 { return time }
    if time >= interval { return time - interval + originalInterval }
    let part = (new.firstIndex { $0 > time } ?? new.count - 1) - 1
    let share = (time - new[part]) / (new[part + 1] - new[part])
    return old[part] + share * (old[part + 1] - old[part])
  }
}
