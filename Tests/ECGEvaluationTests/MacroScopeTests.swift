import ECGEvaluation
import Testing

/// What is said of the classes that means are over.
@Suite struct MacroScopeTests {
  @Test func nothingIsSaidWhereItIsAllOfThem() {
    #expect(MacroScope([["N", "S"], ["N", "S"]], of: 2).sentence == nil)
    #expect(MacroScope([], of: 5).sentence == nil)
  }

  @Test func fewerAreNamedWhereTheyAreTheSame() {
    #expect(
      MacroScope([["N", "V"], ["N", "V"]], of: 5).sentence
        == "The macro F1 is over 2 of 5 classes (N, V): no beat is of the others, or taken for one of them."
    )
    #expect(
      MacroScope([["N", "V"], ["N", "S", "V"]], of: 5).sentence?
        .contains("2 to 3 of 5, and not the same for all") == true)
    #expect(
      MacroScope([["N", "V"]], of: 5, task: "arrhythmia").sentence?
        .hasPrefix("The macro F1 of task arrhythmia is over 2 of 5 classes (N, V): ") == true)
    #expect(
      MacroScope([["N", "V"], ["N", "S"]], of: 5).sentence?.contains(", 2 of 5, and not") == true)
  }
}
