import ECGText
import Testing

@Suite struct ListedWordsTests {
  @Test(arguments: [
    ([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c"),
  ])
  func wordsAreListedAsInASentence(_ words: [String], _ text: String) {
    #expect(words.listed("or") == text)
  }
}
