import ECGDatasets
import ECGRecordings
import ECGSignals
import ECGText
import Foundation

extension RecordingReport {
  /// The families of the beats: their means, and what there is to say of each.
  func familyList(_ families: ReviewFamilies) -> ReportPage.Section {
    var section = ReportPage.Section(id: "families", heading: "Families")
    let shown = families.families.prefix(Self.longestFamilyList)
    section.paragraphs = [
      "Beats of one class and shape, those first that are worth a look: many, and little certain."
        + Self.howMany(shown.count, of: families.families.count)
    ]
    section.strips = [FamilySheet(shown, isMillivolts: unit == "mV").onPage]
    let usable = families.members.count { $0 != nil }
    func seconds(_ value: Double?) -> String { value.text("%.2f") }
    section.tables = [
      .init(
        caption:
          "Mean intervals before and after in seconds, and the mean probability of the class",
        columns: [
          .init(text: "family"), .init(text: "class"), .init(text: "beats", isNumber: true),
          .init(text: "share", isNumber: true), .init(text: "before", isNumber: true),
          .init(text: "after", isNumber: true), .init(text: "probability", isNumber: true),
          .init(text: "first", isNumber: true),
        ],
        rows: shown.enumerated().map { number, family in
          (
            name: "\(number + 1)",
            cells: [
              .init(text: BeatTask.arrhythmia.classes[family.label].symbol, isClass: true),
              .init(text: family.beats.count.grouped, isNumber: true),
              .init(
                text: RhythmSummary.percent(family.beats.count, of: usable)?.percent(decimals: 2)
                  ?? "–",
                isNumber: true),
              .init(text: seconds(family.intervalBefore), isNumber: true),
              .init(text: seconds(family.intervalAfter), isNumber: true),
              .init(text: String(format: "%.2f", family.confidence), isNumber: true),
              .init(text: clock.text(at: events.times[family.beats[0]]), isNumber: true),
            ]
          )
        })
    ]
    return section
  }

  /// How many of the families are listed, where it is not all, and how many on paper.
  package static func howMany(_ shown: Int, of all: Int) -> String {
    // What the style of printed pages leaves.
    let printed = FamilySheet.most
    guard shown > printed else { return shown < all ? " The first \(shown) of \(all)." : "" }
    return shown < all
      ? " The first \(shown) of \(all); on paper the first \(printed)."
      : " On paper the first \(printed) of \(all)."
  }
}
