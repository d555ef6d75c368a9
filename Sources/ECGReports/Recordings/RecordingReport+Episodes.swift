import ECGRecordings
import ECGSignals
import Foundation

extension RecordingReport {
  /// The episodes by time, ventricular flutter among them.
  var stretches: [RhythmStretch] { episodes.stretches(events) }

  /// What the episodes of each rhythm come to.
  var rhythmList: ReportPage.Section {
    let stretches =
      stretches.filter { $0.rhythm != .fibrillation }
      + episodes.fibrillation.map { RhythmStretch($0, in: events) }
    let rows = RhythmEpisode.Rhythm.allCases.compactMap {
      rhythm -> (name: String, cells: [ReportPage.Cell])? in
      let found = stretches.filter { $0.rhythm == rhythm }
      guard let longest = found.max(by: { $0.seconds < $1.seconds }) else { return nil }
      return (
        name: rhythm.name,
        cells: [
          .init(text: "\(found.count)", isNumber: true),
          .init(text: "\(found.reduce(0) { $0 + $1.beats })", isNumber: true),
          .init(
            text: Self.length(of: found.reduce(0) { $0 + $1.seconds }), isNumber: true),
          .init(text: Self.length(of: longest.seconds), isNumber: true),
          .init(text: clock.text(at: longest.start), isNumber: true),
        ]
      )
    }
    return .init(
      id: "rhythm", heading: "Rhythm",
      tables: [
        .init(
          caption:
            "Rhythms other than the usual one. A beat is of one rhythm, and runs come before bigeminy and trigeminy, "
            + "so that there may be fewer episodes than events; only fibrillation goes on through those of "
            + "ventricular beats, and has these beats too.",
          columns: [
            .init(text: "rhythm"), .init(text: "episodes", isNumber: true),
            .init(text: "beats", isNumber: true), .init(text: "in all", isNumber: true),
            .init(text: "the longest", isNumber: true), .init(text: "from", isNumber: true),
          ], rows: rows)
      ])
  }

  /// The length of an episode: three beats of tachycardia take less than a second.
  private static func length(of seconds: Double) -> String {
    RecordingClock.elapsed(seconds, decimals: 1)
  }

  /// The episodes of rhythms: the longest of them, in order of time.
  var episodeList: ReportPage.Section {
    var section = ReportPage.Section(
      id: "episodes", heading: "Episodes", isOnScreenOnly: true)
    let stretches = stretches
    let shown = stretches.sorted { $0.seconds > $1.seconds }.prefix(Self.longestList)
      .sorted { $0.start < $1.start }
    if shown.count < stretches.count {
      section.paragraphs = [
        "The longest \(shown.count) of \(stretches.count)."
      ]
    }
    section.tables = [
      .init(
        caption: "Episodes, with the names of MIT-BIH's annotations",
        columns: [
          .init(text: "from"), .init(text: "rhythm"), .init(text: "mark"),
          .init(text: "beats", isNumber: true), .init(text: "length", isNumber: true),
        ],
        rows: shown.map { episode in
          (
            name: clock.text(at: episode.start),
            cells: [
              .init(text: episode.rhythm.name), .init(text: "(\(episode.rhythm.rawValue)"),
              .init(text: "\(episode.beats)", isNumber: true),
              .init(text: Self.length(of: episode.seconds), isNumber: true),
            ]
          )
        })
    ]
    return section
  }
}
