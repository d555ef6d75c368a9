import ECGRecordings
import ECGSignals
import Foundation

extension RecordingReport {
  /// The episodes of rhythms: the longest of them, in order of time.
  var episodeList: ReportPage.Section {
    var section = ReportPage.Section(id: "rhythm", heading: "Rhythm")
    func seconds(_ episode: RhythmEpisode) -> Double {
      events.times[episode.beats.upperBound] - events.times[episode.beats.lowerBound]
    }
    let shown = episodes.sorted { seconds($0) > seconds($1) }.prefix(Self.longestList)
      .sorted { $0.beats.lowerBound < $1.beats.lowerBound }
    if shown.count < episodes.count {
      section.paragraphs = [
        "The longest \(shown.count) of \(episodes.count); all are in the JSON file."
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
