import ECGAnalysis
import Testing

/// How the folders of trials are called.
@Suite struct TrialTests {
  @Test func namesThatAreShortEnoughStayAsTheyAre() {
    let longest = String(repeating: "a", count: 119) + "="
    for (text, name) in [
      ("optimizer.learningRate=1e-3,batchSize=32", "optimizer.learningRate=1e-3,batchSize=32"),
      ("a b/c", "a_b_c"), ("", "_"), (".x", "_.x"), (longest, longest),
    ] {
      #expect(Trial.folderName(text) == name)
    }
  }

  /// The hash is FNV-1a of 64 bits, here by Python:
  ///
  ///     h = 0xcbf29ce484222325
  ///     for b in (120 * "a" + "b/1").encode(): h = (h ^ b) * 0x100000001b3 % 2**64
  ///     print(f"{h:016x}")
  @Test func namesThatAreCutEndInAHashOfTheWhole() {
    let start = String(repeating: "a", count: 120)
    let name = Trial.folderName(start + "b/1")
    #expect(name == String(repeating: "a", count: 103) + "-2a0872ddc4eda2d5")
    #expect(name.count == 120)
    // What differs behind the cut, or in what folders do not have, differs in the name.
    let others = ["b/2", "b_1", "b", "c"].map { Trial.folderName(start + $0) }
    #expect(Set(others + [name]).count == 5)
  }
}
