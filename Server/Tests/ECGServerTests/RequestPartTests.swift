import Foundation
import Testing
import ECGServer

/// Media types, forms and names of files, piece by piece.
struct RequestPartTests {
  @Test("media types with parameters, quoted and not")
  func mediaTypes() {
    let type = MediaRange("Multipart/Form-Data; boundary=\"a;\\\"b\"; charset=UTF-8")
    #expect(type.name == "multipart/form-data")
    #expect(type.parameters == ["boundary": "a;\"b", "charset": "UTF-8"])
    #expect(MediaRange("*/*").includes("text/csv"))
    #expect(MediaRange("text/*").includes("text/csv"))
    #expect(!MediaRange("text/*").includes("application/json"))
    #expect(MediaRange("").name == "")
  }

  @Test("files of a form, with the line breaks that are theirs")
  func form() throws {
    let content = Data("\r\n--a-bound\r\n\r\n--a-boundar\r\n".utf8)
    let parts = try Multipart(
      Upload.form([("a.hea", content), ("b.dat", Data()), ("C:\\x\\c.txt", Data([0, 13, 10]))]),
      boundary: Upload.boundary, limit: 3)
    #expect(parts.files == ["a.hea": content, "b.dat": Data(), "c.txt": Data([0, 13, 10])])
  }

  @Test("names are read as browsers write them")
  func browserNames() throws {
    let parts = try Multipart(
      Upload.form([("a %22b%22%0D%0A%20.csv", Data())]), boundary: Upload.boundary, limit: 1)
    #expect(Array(parts.files.keys) == ["a \"b\" %20.csv"])
  }

  @Test("a preamble before the first part and an epilogue behind the last are passed over")
  func preamble() throws {
    let body =
      Data("preamble\r\n".utf8) + Upload.form([("a", Data("1".utf8))]) + Data("epilogue".utf8)
    #expect(
      try Multipart(body, boundary: Upload.boundary, limit: 3).files == ["a": Data("1".utf8)])
  }

  @Test("forms that are cut short anywhere are refused or are whole")
  func cutForms() throws {
    let whole = Upload.form([("a.hea", Data("abc".utf8)), ("b.dat", Data("defg".utf8))])
    let files = ["a.hea": Data("abc".utf8), "b.dat": Data("defg".utf8)]
    for count in 0..<whole.count {
      let found = try? Multipart(whole.prefix(count), boundary: Upload.boundary, limit: 3).files
      // The line break at the very end may be missing.
      #expect(found == (count >= whole.count - 2 ? files : nil), "\(count)")
    }
  }

  @Test(
    "names of files lose their folders",
    arguments: [
      ("x.hea", "x.hea"), ("/etc/passwd", "passwd"), ("..\\..\\x", "x"), ("a/b/ü .csv", "ü .csv"),
    ])
  func names(given: String, expected: String) throws {
    #expect(try FileName(given).text == expected)
  }
}
