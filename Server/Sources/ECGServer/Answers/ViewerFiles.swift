import CECGViewer
import ECGFiles
package import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The files of the viewer, held in memory.
///
/// Not `FileMiddleware`, whose tags are made of a file's date and size: what is part of a program
/// has no date, and a page of one version would be shown for that of another. Its policy goes with
/// its own answers, so that `ContentSecurityMiddleware` would save nothing.
package struct ViewerFiles: Sendable {
  private struct File: Sendable {
    let content: ByteBuffer
    let type: String
    let tag: String
  }

  /// The files by the path they are asked for.
  private let files: [String: File]

  private static let types = [
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml", "png": "image/png",
    "ico": "image/x-icon", "webmanifest": "application/manifest+json",
  ]
  /// The paths of pages, which are asked for without the names of their files.
  private static let pages = ["index.html": "/", "monitor.html": "/monitor"]
  /// Scripts and styles come from files of this server, and nothing comes from elsewhere.
  private static let policy =
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

  /// The files that are part of the program: the server's own, and the style sheet that it shares
  /// with the reports.
  package static var embedded: [(name: String, content: Data)] {
    (0..<cecg_viewer_count()).map { number in
      let file = cecg_viewer_file(number)
      // The program's own read-only memory, which nobody gives back.
      let content = Data(
        bytesNoCopy: UnsafeMutableRawPointer(mutating: file.bytes), count: file.count,
        deallocator: .none)
      return (String(cString: file.name), content)
    } + ["look.css"].map { ($0, EmbeddedFile.content(of: $0)) }
  }

  /// Takes the files out of the program.
  init() {
    var files: [String: File] = [:]
    for (name, content) in Self.embedded {
      guard let type = Self.types[URL(filePath: name).pathExtension] else { continue }
      files[Self.pages[name] ?? "/\(name)"] = File(
        content: ByteBuffer(bytes: content), type: type, tag: "\"\(Self.digest(content))\"")
    }
    self.files = files
  }

  /// The paths there are.
  var paths: [String] { files.keys.sorted() }

  /// The answer to a request for one of ``paths``.
  func response(to request: Request, path: String) throws -> Response {
    guard let file = files[path] else { throw HTTPError(.notFound) }
    var headers: HTTPFields = [
      .eTag: file.tag, .cacheControl: "no-cache", .contentSecurityPolicy: Self.policy,
      .contentType: file.type,
    ]
    headers[Self.referrerPolicy] = "no-referrer"
    let known = request.headers[.ifNoneMatch].map { MediaRange.split($0, at: ",") } ?? []
    if known.contains("*") || known.contains(file.tag) || known.contains("W/\(file.tag)") {
      return Response(status: .notModified, headers: headers)
    }
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.content))
  }

  // A constant of letters and a hyphen is a name.
  private static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .via

  /// Tells contents apart.
  static func digest(_ content: Data) -> String { String(FNV1a(content).value, radix: 16) }
}
