import ECGSignals
import ECGEvaluation
import ECGRecordings
import Testing

/// Which beat is paired with which. A sample is a millisecond.
@Suite struct MatchingTests {
  @Test func beatsWithinTheWindowArePaired() throws {
    #expect(try compare("1000:N 2000:V", "1150:N 1850:V").words == "1000:N=1150:N 2000:V=1850:V")
  }

  @Test func beatsBeyondTheWindowAreMissedAndExtra() throws {
    #expect(try compare("1000:N", "1151:N").words == "1000:N=O O=1151:N")
    #expect(try compare("1000:N", "849:N").words == "O=849:N 1000:N=O")
  }

  @Test func noWindowTakesTheSameSampleAlone() throws {
    #expect(
      try compare("1000:N 2000:N", "1000:N 2001:N", window: 0).words
        == "1000:N=1000:N 2000:N=O O=2001:N")
  }

  @Test func theNearerOfTwoTestBeatsIsTaken() throws {
    #expect(try compare("1000:N", "900:V 1050:N").words == "O=900:V 1000:N=1050:N")
    #expect(try compare("1000:N", "950:N 1100:V").words == "1000:N=950:N O=1100:V")
  }

  @Test func theNearerOfTwoReferenceBeatsIsTaken() throws {
    #expect(try compare("900:V 1050:N", "1000:N").words == "900:V=O 1050:N=1000:N")
  }

  /// A test beat before is no better than one as far behind: the later one is taken.
  @Test func ofTwoAtTheSameDistanceTheLaterIsTaken() throws {
    #expect(try compare("1000:N", "950:V 1050:N").words == "O=950:V 1000:N=1050:N")
  }

  /// The example of James Pardey in the documentation of `bxb`: the test's first beat is as far
  /// from the reference's second, which has a better partner.
  @Test func aNeighbourWithABetterPartnerIsNoRival() throws {
    #expect(
      try compare("96:N 160:V", "128:N 185:V").words == "96:N=128:N 160:V=185:V")
    #expect(
      try compare("128:N 185:V", "96:N 160:V").words == "128:N=96:N 185:V=160:V")
  }

  @Test func eachBeatIsPairedOnce() throws {
    let comparison = try compare("1000:N 1100:N", "1040:N 1060:N 1080:N")
    let beats = comparison.pairs.compactMap(\.test?.sample)
    #expect(beats == [1040, 1060, 1080])
    #expect(
      comparison.matrix.qrs
        == DetectionTally(
          truePositives: 2, falseNegatives: 0, falsePositives: 1))
  }

  @Test func whatIsNoBeatPlaysNoPart() throws {
    #expect(
      try compare("990:+ 1000:N 1500:| 1600:\"", "1000:N 1001:~ 1600:T").words == "1000:N=1000:N")
  }

  /// `bxb` takes a flutter wave outside an episode for a mark of a QRS complex without a class.
  @Test func strayFlutterWavesAreBeatsWithoutClass() throws {
    #expect(try compare("1000:!", "1010:N").words == "1000:O=1010:N")
    #expect(try compare("1000:N", "1010:!").words == "1000:N=1010:O")
    #expect(try compare("1000:! 2000:N", "2000:N 3000:!").words == "2000:N=2000:N")
  }

  @Test(arguments: [
    ("NLRB", "N", "N"), ("AaJS", "S", "S"), ("ejn", "S", "N"), ("VEr", "V", "V"), ("F", "F", "F"),
    ("/fQ?", "Q", "Q"),
  ])
  func symbolsHaveTheirClass(symbols: String, bxb: Character, literature: Character) throws {
    for symbol in symbols {
      #expect(AAMIClass(symbol: symbol, map: .bxb)?.letter == bxb)
      #expect(AAMIClass(symbol: symbol, map: .literature)?.letter == literature)
      #expect(AnnotationCode.isBeat(symbol))
    }
  }

  @Test func everyBeatHasAClassAndNothingElse() {
    for code in 1...AnnotationCode.largest {
      guard let symbol = AnnotationCode.symbol(for: code) else { continue }
      #expect((AAMIClass(symbol: symbol, map: .bxb) != nil) == AnnotationCode.isBeat(symbol))
      #expect((AAMIClass(symbol: symbol, map: .literature) != nil) == AnnotationCode.isBeat(symbol))
    }
  }

  @Test func fileWithARateOfItsOwnIsBroughtToTheRecords() throws {
    let comparison = RecordComparison(
      record: "100", reference: marks("360:N 720:V"), test: marks("250:N 501:V", samplingRate: 250),
      samplingRate: 360, sampleCount: 1000, settings: try ComparisonSettings(start: 0))
    // 501 / 250 s are sample 721.44.
    #expect(comparison.words == "360:N=360:N 720:V=721:V")
  }
}
