import ECGDatasets
import ECGEvaluation
import Testing

/// The beats to look at first.
@Suite struct DoubtfulBeatsTests {
  private let evaluation = Result {
    try Evaluation(
      task: .arrhythmia, labels: [0, 0, 2, 1, 2],
      probabilities: [
        0.9, 0.1, 0, 0, 0,
        0.2, 0.1, 0.7, 0, 0,
        0.4, 0.3, 0.3, 0, 0,
        0.7, 0.2, 0.1, 0, 0,
        0.1, 0.2, 0.6, 0.1, 0,
      ])
  }

  @Test func leastCertainComesFirst() throws {
    let doubtful = DoubtfulBeats(try evaluation.get(), count: 4)
    #expect(doubtful.uncertain.map(\.index) == [2, 4, 1, 3])
    #expect(doubtful.uncertain.map(\.confidence) == [0.4, 0.6, 0.7, 0.7])
    #expect(doubtful.uncertain.map(\.labelProbability) == [0.3, 0.6, 0.2, 0.2])
  }

  @Test func mostConfidentlyWrongComesFirst() throws {
    let doubtful = DoubtfulBeats(try evaluation.get())
    #expect(doubtful.wrong.map(\.index) == [1, 3, 2])
    #expect(doubtful.wrong.map(\.label) == [0, 1, 2])
    #expect(doubtful.wrong.map(\.prediction) == [2, 0, 0])
    #expect(DoubtfulBeats(try evaluation.get(), count: 1).wrong.map(\.index) == [1])
    let right = try Evaluation(task: .arrhythmia, labels: [1], probabilities: [0, 1, 0, 0, 0])
    #expect(DoubtfulBeats(right).wrong.isEmpty && DoubtfulBeats(right).uncertain.count == 1)
  }

  @Test func csvNamesRecordAndTimeWhereTheyAreKnown() throws {
    let doubtful = DoubtfulBeats(try evaluation.get(), count: 1)
    #expect(
      doubtful.csv(task: .arrhythmia, origins: nil) == """
        kind,rank,row,label,prediction,confidence,label_probability,record,sample,time
        uncertain,1,2,V,N,0.400000,0.300000,,,
        wrong,1,1,N,V,0.700000,0.200000,,,

        """)
    let origins = (0..<5).map {
      BeatOrigin(
        record: "20\($0)", sample: 360 * $0, symbol: "N", samplingRate: $0 == 1 ? 360 : nil)
    }
    #expect(
      doubtful.csv(task: .arrhythmia, origins: origins).split(separator: "\n").dropFirst() == [
        "uncertain,1,2,V,N,0.400000,0.300000,202,720,",
        "wrong,1,1,N,V,0.700000,0.200000,201,360,0:00:01.000",
      ])
  }
}
