import ECGFiles
import Foundation
import Testing

@Suite struct SystemErrorTests {
  @Test func wordsAreThoseOfTheSystem() {
    #expect(SystemError.words(ENOENT) == "No such file or directory")
    #expect(SystemError.words(EACCES) == "Permission denied")
  }

  @Test func theLastCallIsMeantWhereNoNumberIsGiven() {
    #expect(open("/nowhere/at/all", O_RDONLY) < 0)
    #expect(SystemError.words() == "No such file or directory")
  }
}
