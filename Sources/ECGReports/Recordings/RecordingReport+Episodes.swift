import ECGRecordings
import ECGSignals
import Foundation

extension RecordingReport {
  private func seconds(_ episode: RhythmEpisode) -> Double {
    events.times[episode.beats.upperBound] - events.times[episode.beats.lowerBound]
  }

  /// What the episodes of each rhythm come to.
  var rhythmList: ReportPage.Section {
    let rows = RhythmEpisode.Rhythm.allCases.compactMap {
      rhythm -> (name: String, cells: [ReportPage.Cell])? in
      let found = episodes.filter { $0.rhythm == rhythm }
      guard let longest = found.max(by: { seconds($0) < seconds($1) }) else { return nil }
      return (
        name: rhythm.name,
        cells: [
          .init(text: "\(found.count)", isNumber: true),
          .init(text: "\(found.reduce(0) { $0 + $1.beats.count })", isNumber: true),
          .init(
            text: RecordingClock.elapsed(found.reduce(0) { $0 + seconds($1) }), isNumber: true),
          .init(text: RecordingClock.elapsed(seconds(longest)), isNumber: true),
          .init(text: clock.text(at: events.times[longest.beats.lowerBound]), isNumber: true),
        ]
      )
    }
    return .init(
      id: "rhythm", heading: "Rhythm",
      tables: [
        .init(
          caption:
            "Rhythms other than the usual one. A beat is of one rhythm, and runs come before bigeminy and trigeminy, "
            + "so that there may be fewer episodes than events.",
          columns: [
            .init(text: "rhythm"), .init(text: "episodes", isNumber: true),
            .init(text: "beats", isNumber: true), .init(text: "in all", isNumber: true),
            .init(text: "the longest", isNumber: true), .init(text: "from", isNumber: true),
          ], rows: rows)
      ])
  }

  /// The episodes of rhythms: the longest of them, in order of time.
  var episodeList: ReportPage.Section {
    var section = ReportPage.Section(
      id: "episodes", heading: "Episodes", isOnScreenOnly: true)
    let shown = episodes.sorted { seconds($0) > seconds($1) }.prefix(Self.longestList)
      .sorted { $0.beats.lowerBound < $1.beats.lowerBound }
    if shown.count < episodes.count {
      section.paragraphs = [
        "The longest \(shown.count) of \(episodes.count)."
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
            name: clock.text(at: events.times[episode.beats.lowerBound]),
            cells: [
              .init(text: episode.rhythm.name), .init(text: "(\(episode.rhythm.rawValue)"),
              .init(text: "\(episode.beats.count)", isNumber: true),
              .init(text: RecordingClock.elapsed(seconds(episode)), isNumber: true),
            ]
          )
        })
    ]
    return section
  }
}
