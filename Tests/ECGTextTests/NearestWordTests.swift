import ECGText
import Testing

struct NearestWordTests {
  private let words = ["learningRate", "weightDecay", "beta1"]

  @Test(arguments: [
    ("learnRate", "learningRate"), ("LEARNINGRATE", "learningRate"), ("beta", "beta1"),
    ("wieghtDecay", "weightDecay"),
  ])
  func slipsAreFound(_ word: String, _ nearest: String) {
    #expect(NearestWord.of(word, among: words) == nearest)
  }

  @Test(arguments: ["xyz", "", "momentum"])
  func whatIsLikeNoneIsNot(_ word: String) {
    #expect(NearestWord.of(word, among: words) == nil)
  }
}
