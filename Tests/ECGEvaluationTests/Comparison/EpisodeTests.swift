import ECGEvaluation
import Testing

/// Ventricular flutter, unreadable signal, and what they do to RR intervals. A sample is a
/// millisecond.
@Suite struct EpisodeTests {
  @Test func testBeatsInTheReferencesFlutterDoNotCount() throws {
    let comparison = try compare(
      "500:N 1000:[ 1200:! 1400:! 3000:] 3500:N", "500:N 1000:V 1500:N 3000:V 3001:V 3500:N")
    #expect(comparison.words == "500:N=500:N O=3001:V 3500:N=3500:N")
    #expect(comparison.beatsInFlutter == 3)
  }

  @Test func beatsMarkedWithinFlutterAreNone() throws {
    #expect(
      try compare("500:N 1000:[ 1500:N 3000:] 3500:N", "500:N 3500:N").words
        == "500:N=500:N 3500:N=3500:N")
  }

  @Test func aBeatCloseToFlutterMayHaveAPartnerInIt() throws {
    #expect(
      try compare("950:V 1000:[ 3000:]", "1010:V").words == "950:V=1010:V")
  }

  @Test func flutterWithoutEndReachesToTheEnd() throws {
    let comparison = try compare(
      "500:N 600:[ 700:] 1000:N 1100:[ 1500:!", "500:N 1000:N 5000:V 9000:V")
    #expect(comparison.words == "500:N=500:N 1000:N=1000:N")
    #expect(comparison.beatsInFlutter == 2)
  }

  @Test func everyEpisodeIsExcluded() throws {
    let comparison = try compare(
      "500:N 1000:[ 1200:] 2000:[ 2200:] 3000:[ 3200:] 4000:[ 4200:] 5000:N",
      "500:N 1100:V 2100:V 3100:V 4100:V 5000:N")
    #expect(comparison.words == "500:N=500:N 5000:N=5000:N")
    #expect(comparison.beatsInFlutter == 4)
  }

  /// The reference's beats are missed whatever the test makes of the rhythm.
  @Test func theTestsFlutterExcusesNothing() throws {
    #expect(
      try compare("500:N 1500:N 3500:N", "500:N 1000:[ 1500:N 3000:] 3500:N").words
        == "500:N=500:N 1500:N=O 3500:N=3500:N")
  }

  @Test(arguments: [-1, 48, 49, 127])
  func beatsMissedInShutdownAreTold(subtype: Int) throws {
    let comparison = try compare(
      "500:N 1500:V 2500:N", "500:N 1000:~\(subtype) 2000:~0 2500:N")
    #expect(comparison.words == "500:N=500:N 1500:V=X 2500:N=2500:N")
    #expect(comparison.shutdownTime == 1)
  }

  @Test(arguments: [0, 1, 16, 32])
  func noiseInSomeSignalsIsNoShutdown(subtype: Int) throws {
    let comparison = try compare("500:N 1500:V 2500:N", "500:N 1000:~\(subtype) 2500:N")
    #expect(comparison.words == "500:N=500:N 1500:V=O 2500:N=2500:N")
    #expect(comparison.shutdownTime == 0)
  }

  @Test func testBeatsInTheReferencesShutdownAreTold() throws {
    #expect(
      try compare("500:N 1000:~48 2000:~0 2500:N", "500:N 1000:V 2000:S 2001:V 2500:N").words
        == "500:N=500:N X=1000:V X=2000:S O=2001:V 2500:N=2500:N")
  }

  /// A lone mark, as the AHA database has them, reaches to within a window of its neighbours.
  @Test func aLoneShutdownMarkReachesToItsNeighbours() throws {
    let comparison = try compare(
      "500:N 649:V 651:V 2350:S 2351:V 2500:N", "500:N 1000:~48 2500:N")
    #expect(
      comparison.words
        == "500:N=500:N 649:V=O 651:V=X 2350:S=X 2351:V=O 2500:N=2500:N")
    #expect(comparison.shutdownTime == 1.7)
  }

  @Test func aLoneMarkAfterFlutterBeginsThere() throws {
    #expect(
      try compare(
        "500:N 1100:N 1400:N 2500:N", "500:N 600:[ 1200:] 1500:~48 2500:N"
      ).words == "500:N=500:N 1100:N=O 1400:N=X 2500:N=2500:N")
  }

  @Test func shutdownWithoutEndReachesToTheEnd() throws {
    let comparison = try compare(
      "500:N 1500:V 8000:N", "500:N 600:~48 700:~0 1000:~48")
    #expect(comparison.words == "500:N=500:N 1500:V=X 8000:N=X")
    #expect(comparison.shutdownTime == 9.1)
  }

  @Test func intervalsAreComparedBeatByBeat() throws {
    // RR 1000 against 1030, then 1000 against 970; the first beats have none.
    let comparison = try compare("1000:N 2000:N 3000:N", "1000:N 2030:N 3000:N")
    #expect(comparison.rmsIntervalError == 30)
    #expect(try compare("1000:N 2000:N", "1100:N 2100:N").rmsIntervalError == 0)
    #expect(try compare("1000:N", "1000:N").rmsIntervalError == nil)
  }

  /// The reference's RR is 1000; while the extra beat at 1500 is counted it meets that beat's 500,
  /// and once more the 500 from there to 2000.
  @Test func extraBeatsCountInTheError() throws {
    #expect(try compare("1000:N 2000:N", "1000:N 1500:N 2000:N").rmsIntervalError == 500)
  }

  @Test func noIntervalSpansAnEpisode() throws {
    for episode in ["1500:[ 1600:]", "1500:~48 1600:~0"] {
      let broken = try compare("1000:N \(episode) 2000:N", "1000:N 2100:N")
      #expect(broken.rmsIntervalError == nil)
      #expect(try compare("1000:N 2000:N", "1000:N \(episode) 2100:N").rmsIntervalError == nil)
      let later = try compare("1000:N \(episode) 2000:N 3000:N", "1000:N 2100:N 3120:N")
      #expect(later.rmsIntervalError == 20)
    }
  }
}
