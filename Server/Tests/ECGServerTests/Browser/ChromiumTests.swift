import ECGTestSupport
import Foundation
import Testing

@Suite(.waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct ChromiumTests {
  @Test("a browser has nothing open of what the tests have")
  func descriptors() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    let browser = try Chromium()
    close(ends[1])
    // The end of the pipe, which comes once nobody else can write to it: not the browser, which
    // stays, and not a program that another test starts at this moment, which has it open until
    // it begins or ends.
    var wait = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
    #expect(poll(&wait, 1, Int32(Patience.seconds * 1000)) == 1)
    #expect(wait.revents & Int16(POLLHUP) != 0)
    close(ends[0])
    #expect(try browser.evaluate("1 + 1") as? Int == 2)
  }
}
