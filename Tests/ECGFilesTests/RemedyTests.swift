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

  @Test func settings() {
    #expect(remedy.settings == [.samplingRate, .lead])
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
}
