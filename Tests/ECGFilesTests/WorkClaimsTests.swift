import ECGFiles
import ECGTestSupport
import Foundation
import Testing

/// Pieces of work that processes deal out by locks; how several do so is tested with the commands.
@Suite struct WorkClaimsTests {
  @Test func onePieceIsTakenOnce() throws {
    try withTemporaryFolder { url in
      let path = url.appending(path: "claims").path
      let claims = try WorkClaims(path: path)
      #expect(try claims.take(3) && claims.take(0))
      #expect(try !claims.take(3))
      claims.giveBack(3)
      #expect(try claims.take(3))
    }
  }

  @Test func theLastWordIsSaidOnce() throws {
    try withTemporaryFolder { url in
      let path = url.appending(path: "claims").path
      let claims = try WorkClaims(path: path)
      #expect(try claims.takeLastWord() && claims.takeLastWord())
      claims.endLastWord()
      #expect(try !claims.takeLastWord())
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test func aPlaceWithoutAFolderIsNamed() throws {
    let error = #expect(throws: FileError.self) {
      _ = try WorkClaims(path: "/nowhere/claims")
    }
    #expect(error?.kind == .cannotWrite && error?.path == "/nowhere/claims")
  }
}
