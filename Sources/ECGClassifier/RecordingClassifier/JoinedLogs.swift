import ECGSignals
import Foundation

/// The logarithms of the class probabilities of a recording's beats, joined over leads,
/// sides and families.
///
/// Leads are joined by the mean of their logarithms: of all ways tried the simplest, and no
/// weights by quality or by the clarity of the P wave did better. A lead that does not show a beat
/// does not count for it.
struct JoinedLogs: Sendable {
  /// What is added to each class's logarithm: `K`.
  private let biases: [Double]
  /// The sums over leads of the logarithms by each side, `N × K`, and how many leads
  /// each beat has there.
  private var sums: [BeatSide: [Double]] = [:]
  private var shown: [BeatSide: [UInt16]] = [:]
  private let count: Int

  /// What is added to a probability before its logarithm is taken: a lead alone cannot
  /// rule a class out.
  private static let floor = 1e-5
  /// The same where a beat is joined with its family.
  private static let familyFloor = 1e-4
  /// What the whole family counts for beside the beat itself, offline, and online once it is large.
  private static let (offlineShare, onlineShare) = (0.5, 0.75)
  /// The beats at which a family counts for half of its share online.
  private static let halfSize = 5.0

  init(beats: Int, biases: [Double]) { (count, self.biases) = (beats, biases) }

  private var classes: Int { biases.count }

  /// Takes the probabilities of a lead: `N × K`.
  mutating func add(_ probabilities: [Float], isShown: [Bool], side: BeatSide) {
    var sum = sums[side] ?? [Double](repeating: 0, count: count * classes)
    var leads = shown[side] ?? [UInt16](repeating: 0, count: count)
    for beat in 0..<count where isShown[beat] {
      leads[beat] += 1
      for index in beat * classes..<(beat + 1) * classes {
        sum[index] += log(Double(probabilities[index]) + Self.floor)
      }
    }
    sums[side] = sum
    shown[side] = leads
  }

  /// What a context knows of each beat: `N × K` logarithms.
  func logs(_ context: BeatContext, families: BeatFamilies?) -> [Double] {
    var logs = joined(context == .record ? BeatSide.allCases : [.earlier])
    guard let families else { return logs }
    switch context {
    case .before, .after: break
    case .families: joinOnline(&logs, families)
    case .record: joinOffline(&logs, families)
    }
    return logs
  }

  private func joined(_ sides: [BeatSide]) -> [Double] {
    var result = [Double](repeating: -log(Double(classes)), count: count * classes)
    for beat in 0..<count {
      let leads = sides.reduce(0) { $0 + Int(shown[$1]?[beat] ?? 0) }
      // A beat that no lead shows is what it may be.
      guard leads > 0 else { continue }
      for index in beat * classes..<(beat + 1) * classes {
        let sum = sides.reduce(0) { $0 + (sums[$1]?[index] ?? 0) }
        result[index] = sum / Double(leads) + biases[index - beat * classes]
      }
      Self.normalize(&result, beat * classes..<(beat + 1) * classes)
    }
    return result
  }

  private static func normalize(_ logs: inout [Double], _ row: Range<Int>, floor: Double = 0) {
    let largest = logs[row].max() ?? 0
    let total = largest + log(logs[row].reduce(0) { $0 + exp($1 - largest) })
    for index in row {
      let value = logs[index] - total
      logs[index] = floor > 0 ? log(exp(value) + floor) : value
    }
  }

  private func raise(_ logs: inout [Double]) {
    for beat in 0..<count {
      Self.normalize(&logs, beat * classes..<(beat + 1) * classes, floor: Self.familyFloor)
    }
  }

  private func joinOffline(_ logs: inout [Double], _ families: BeatFamilies) {
    raise(&logs)
    var sums = [Double](repeating: 0, count: families.count * classes)
    for (beat, family) in families.members.enumerated() {
      for label in 0..<classes { sums[family * classes + label] += logs[beat * classes + label] }
    }
    for (beat, family) in families.members.enumerated() {
      for label in 0..<classes {
        let mean = sums[family * classes + label] / Double(families.sizes[family])
        let index = beat * classes + label
        logs[index] += Self.offlineShare * (mean - logs[index])
      }
    }
  }

  private func joinOnline(_ logs: inout [Double], _ families: BeatFamilies) {
    var memory = FamilyMemory()
    for (beat, family) in families.members.enumerated() {
      let row = beat * classes..<(beat + 1) * classes
      logs.replaceSubrange(row, with: memory.join(Array(logs[row]), with: family))
    }
  }

  /// What the beats of each family were taken for so far.
  struct FamilyMemory: Codable, Sendable {
    private struct Family: Codable {
      /// The sum of the logarithms of its beats: `K`.
      var sum: [Double]
      var size = 0.0
    }

    private var families: [Int: Family] = [:]

    /// Joins the logarithms of the next beat, `K`, with those of its family so far.
    mutating func join(_ logs: [Double], with number: Int) -> [Double] {
      var logs = logs
      JoinedLogs.normalize(&logs, logs.indices, floor: JoinedLogs.familyFloor)
      var family =
        families[number] ?? Family(sum: [Double](repeating: 0, count: logs.count))
      family.size += 1
      let share = JoinedLogs.onlineShare * family.size / (family.size + JoinedLogs.halfSize)
      for label in logs.indices {
        family.sum[label] += logs[label]
        logs[label] += share * (family.sum[label] / family.size - logs[label])
      }
      families[number] = family
      return logs
    }

    /// Forgets a family that no beat joins any more.
    mutating func forget(_ number: Int) { families[number] = nil }
  }
}
