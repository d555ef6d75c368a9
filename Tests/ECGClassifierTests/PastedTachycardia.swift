import ECGDatasets
import ECGRecordings
import ECGSignals
import Foundation

/// A record into which attacks of ventricular tachycardia are pasted, made of its own
/// ventricular beats.
struct PastedTachycardia {
  /// The rates of the attacks, in beats a minute; one a minute and a half, each for half a minute,
  /// after five minutes in which the classifier learns what is usual.
  static let rates = [100.0, 120, 150, 180]
  private static let (first, apart, length) = (300.0, 90.0, 30.0)
  /// The ventricular beats that an attack is made of, by turns.
  private static let shapes = 10

  /// The beats of the record with the attacks.
  let beats: RecordingBeats
  /// The rate of the attack that each beat is of; nil for all others: `N`.
  let attacks: [Double?]

  /// - Parameters:
  ///   - path: the record, without a suffix.
  ///   - leads: the leads that are looked at.
  /// - Returns: nil where the record has too few ventricular beats.
  init?(_ record: LabelledRecording, path: String, _ leads: LabelledRecording.Leads = .all) throws {
    let rate = record.samplingRate
    let (peaks, labels) = (record.annotated.peaks, record.annotated.labels)
    let margin = Int(rate)..<record.sampleCount - Int(rate)
    let own = peaks.indices.filter {
      labels[$0] == AAMIClass.ventricular.label && margin.contains(peaks[$0])
    }
    guard own.count >= Self.shapes else { return nil }
    let shapes = (0..<Self.shapes).map { peaks[own[$0 * own.count / Self.shapes]] }
    let file = try RecordingFile.open(path)
    var signals = try file.electrocardiogramLeads().map { try file.samples(ofSignal: $0) }
    if leads == .one { signals = [signals[record.lead]] }
    let originals = signals
    var marks = peaks.map { (peak: $0, attack: Double?.none) }
    for (number, perMinute) in Self.rates.enumerated() {
      let start = Self.first + Double(number) * Self.apart
      let attack = stride(from: start, to: start + Self.length, by: 60 / perMinute).map {
        Int($0 * rate)
      }
      let sources = attack.indices.map { shapes[($0 * 7 + number) % Self.shapes] }
      let covered = attack[0] - Int(0.3 * rate)...(attack.last ?? 0) + Int(0.35 * rate)
      marks.removeAll { covered.contains($0.peak) }
      for lead in signals.indices {
        for sample in covered {
          // A beat has the samples up to two thirds of the way to the next one.
          let next = attack.firstIndex { $0 > sample } ?? attack.count
          let (earlier, later) = (max(next - 1, 0), min(next, attack.count - 1))
          let distance = Double(max(attack[later] - attack[earlier], 1))
          let place = Double(sample - attack[earlier]) / distance
          let share = Float(min(max((place - 0.5) / 0.15, 0), 1))
          func value(_ beat: Int) -> Float {
            originals[lead][sources[beat] + sample - attack[beat]]
          }
          signals[lead][sample] = (1 - share) * value(earlier) + share * value(later)
        }
      }
      marks += attack.map { ($0, perMinute) }
    }
    marks.sort { $0.peak < $1.peak }
    beats = try RecordingBeats(signals: signals, peaks: marks.map(\.peak), samplingRate: rate)
    attacks = marks.map(\.attack)
  }

  /// The share of the beats of attacks that are taken for ventricular ones, by rate.
  func sensitivities(_ labels: [Int]) -> [Double: Double] {
    Dictionary(
      uniqueKeysWithValues: Self.rates.map { rate in
        let own = attacks.indices.filter { attacks[$0] == rate }
        let right = own.count { labels[$0] == AAMIClass.ventricular.label }
        return (rate, Double(right) / Double(max(own.count, 1)))
      })
  }
}
