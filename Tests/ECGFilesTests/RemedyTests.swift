import ECGFiles
import Testing

struct RemedyTests {
  private let remedy: Remedy =
    "Give it in Hz\(.samplingRate, 360), or name another file\(with: .lead)"

  @Test func aLibraryNamesNoOptions() {
    #expect(remedy.text() == "Give it in Hz, or name another file")
    #expect("\(remedy)" == remedy.text())
  }

  @Test func whoShowsItSaysHowThingsAreSet() {
    let options = Remedy.Spelling([.samplingRate: "--rate", .lead: "--lead"])
    #expect(
      remedy.text(options) == "Give it in Hz, as in --rate 360, or name another file with --lead")
    let query = Remedy.Spelling([.samplingRate: "?rate"], separator: "=")
    #expect(remedy.text(query) == "Give it in Hz, as in ?rate=360, or name another file")
  }

  /// What cannot be set is not mentioned; what can be done is said, in plain words
  /// or by its command.
  @Test func activitiesAreSaidInPlainWordsOrByTheirCommands() {
    let remedy: Remedy = "Make one by \(.trainingBeatModel), or go on\(with: .resume)"
    #expect(remedy.text() == "Make one by training a model for beats, or go on")
    #expect(remedy.settings == [.resume])
    let spelling = Remedy.Spelling([:], activities: [.trainingBeatModel: "\"train\""])
    #expect(remedy.text(spelling) == "Make one by \"train\", or go on")
    for activity in Remedy.Activity.allCases {
      let one: Remedy = "\(activity)"
      #expect(one.text() == activity.rawValue)
      #expect(one.text(.init([:], activities: [activity: "x"])) == "x")
    }
  }

  @Test func settings() {
    #expect(remedy.settings == [.samplingRate, .lead])
    #expect(remedy.example(of: .samplingRate) == "360")
    #expect(remedy.example(of: .lead) == nil && remedy.example(of: .unit) == nil)
    #expect(Remedy("words").settings.isEmpty)
    #expect(Remedy("").isEmpty && ("" as Remedy).isEmpty && !remedy.isEmpty)
  }

  @Test func parts() {
    let sum: Remedy = "Make room" + ", or name another folder\(with: .destination)"
    #expect(
      sum.text(.init([.destination: "--to"])) == "Make room, or name another folder with --to")
  }

  @Test func messageOfAnError() {
    let error = FileError(
      .badData, path: "a.csv", at: .line(3), "the rate is missing",
      remedy: "Give it\(with: .samplingRate)")
    #expect("\(error)" == "a.csv: line 3: the rate is missing. Give it")
    #expect(error.errorDescription == "\(error)")
    #expect(
      error.message(.init([.samplingRate: "--rate"]))
        == "a.csv: line 3: the rate is missing. Give it with --rate")
  }

  /// However they were put together.
  @Test func remediesThatSayTheSameAreEqual() {
    let name = "slope"
    #expect("It is called \(name) here" as Remedy == "It is called slope here")
    #expect("Give it" as Remedy + "\(.lead, 2), or none" == "Give it\(.lead, 2), or none")
    #expect("" as Remedy + "Give it" + " in Hz" + "" == "Give it in Hz")
    #expect("Give it in Hz" as Remedy != "Give it in Hz\(.samplingRate, "360")")
  }
}
