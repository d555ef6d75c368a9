import ECGDatasets
import ECGTestSupport
import Foundation
import Testing

/// What is said of the columns of a table: what each was taken for.
@Suite struct CSVColumnsTests {
  private func words(
    _ text: String, labels: BeatCSV.Labels = .required, samplesPerBeat: Int? = 3
  ) throws -> [String] {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "beats.csv").path
      try Data(text.utf8).write(to: URL(filePath: path))
      var told: [String] = []
      _ = try BeatFile.read(
        path: path, task: .arrhythmia, labels: labels, samplesPerBeat: samplesPerBeat,
        nonFinite: .refuse, threads: 1, columns: { told.append($0) })
      return told
    }
  }

  @Test func everyColumnIsSaid() throws {
    #expect(
      try words("1,2,3,0\n4,5,6,1\n") == ["columns 1 to 3 are samples, column 4 is the label"])
    #expect(
      try words("a,b,c,kind\n1,2,3,0\n")
        == ["columns 1 to 3 (a … c) are samples, column 4 (kind) is the label"])
    #expect(
      try words("class,a,b,c\n1,2,3,4\n")
        == ["columns 2 to 4 (a … c) are samples, column 1 (class) is the label"])
    #expect(
      try words(",a,b,c,label\n7,1,2,3,0\n")
        == [
          "columns 2 to 4 (a … c) are samples, column 5 (label) is the label, "
            + "column 1 names the rows and is not read"
        ])
    // pandas leaves the index without a name in the header.
    #expect(
      try words("a,b,c,label\nx,1,2,3,0\n")[0].hasSuffix("column 1 names the rows and is not read"))
  }

  @Test func labelsThatAreNotReadAreSaid() throws {
    #expect(
      try words("1,5,3,0\n", labels: .unread)
        == ["columns 1 to 3 are samples, column 4 is taken for a label and not read"])
    #expect(
      try words("1,5,3\n4,0,6\n", labels: .absent) == [
        "columns 1 to 3 are samples, none is a label"
      ])
    #expect(
      try words("0.5,0\n", samplesPerBeat: 1) == ["column 1 is a sample, column 2 is the label"])
  }

  /// Names that say nothing of the kind of what they stand above are no reason to refuse a column.
  @Test func namesOfSamplesAreTaken() throws {
    #expect(
      try words("s0,s1,s2,y\n1,2,3,0\n")
        == ["columns 1 to 3 (s0 … s2) are samples, column 4 (y) is the label"])
  }
}
