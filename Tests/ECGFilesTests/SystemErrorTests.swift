import ECGFiles
import Foundation
import Testing

@Suite struct SystemErrorTests {
  @Test func wordsAreThoseOfTheSystem() {
    #expect(SystemError.words(ENOENT) == "No such file or directory")
    #expect(SystemError.words(EACCES) == "Permission denied")
  }

  @Test func theLastCallIsMeantWhereNoNumberIsGiven() {
    let file = open("/nowhere/at/all", O_RDONLY)
    // Right after it: what is expected may itself call the system.
    let words = SystemError.words()
    #expect(file < 0)
    #expect(words == "No such file or directory")
  }
}
