package import Foundation

/// A headless Chromium with one page, driven through the DevTools protocol over a pair of pipes.
///
/// Calls block; use an instance from one thread.
package final class Chromium {
  /// What a page asks for.
  package struct Request {
    package var method: String
    package var url: URL
    /// The body where it is text.
    package var body: String?
  }

  /// What it gets.
  package struct Answer {
    package var status = 200
    package var fields: [String: String]
    package var body: Data

    package init(status: Int = 200, fields: [String: String], body: Data) {
      self.status = status
      self.fields = fields
      self.body = body
    }
  }

  /// What went wrong, in words.
  package struct Failure: Error, CustomStringConvertible {
    package var description: String

    package init(description: String) { self.description = description }
  }

  /// Where Chromium is on this machine, or nil.
  package static let path: String? = [
    "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ]
  .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Answers the page's requests; nil leaves them to the network.
  package var answer: ((Request) -> Answer?)?
  /// What the person types where a server asks for a password.
  package var password = ""
  /// The addresses asked for so far.
  package private(set) var requested: [URL] = []
  /// What was written to the console or thrown and not caught.
  package private(set) var complaints: [String] = []

  private let process: Process
  private let input: FileHandle
  private let output: FileHandle
  private let profile: URL
  private var buffer = Data()
  private var lastCall = 0
  private var session: String?

  /// Starts Chromium with a fresh profile and an empty page.
  ///
  /// - Parameter names: hosts that are made up, and which lead to this machine.
  /// - Throws: ``Failure`` where there is none or it does not answer.
  package init(leading names: [String] = []) throws {
    guard let path = Chromium.path else { throw Failure(description: "There is no Chromium.") }
    profile = FileManager.default.temporaryDirectory
      .appending(path: "chromium-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: profile, withIntermediateDirectories: true)
    (process, input, output) = try Chromium.start(
      path,
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
        // In containers /dev/shm is small, and pages crash where several browsers share it.
        "--disable-dev-shm-usage",
        "--remote-debugging-pipe", "--user-data-dir=\(profile.path)",
        "--host-resolver-rules=" + names.map { "MAP \($0) 127.0.0.1" }.joined(separator: ", "),
        // Newer ones keep pages of other hosts from this machine by themselves; most
        // browsers do not.
        "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests",
      ],
      // What it leaves behind when it is killed goes with the profile.
      temporaryFolder: profile)
    let target = try call("Target.createTarget", ["url": "about:blank"])["targetId"] as? String
    session =
      try call(
        "Target.attachToTarget", ["targetId": target ?? "", "flatten": true])["sessionId"]
      as? String
    for domain in ["Page", "Runtime", "Log", "Accessibility"] { try call("\(domain).enable") }
    // What a page waits for in vain fails at once in the tests; what is only starved does come.
    let patience = "((usual) => AbortSignal.timeout = (time) => usual(100 * time))"
    try call(
      "Page.addScriptToEvaluateOnNewDocument",
      ["source": "\(patience)(AbortSignal.timeout)"])
    try call("Fetch.enable", ["handleAuthRequests": true])
  }

  deinit {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    // Its helpers, which end a moment later, may still write there.
    for _ in 0..<40 where FileManager.default.fileExists(atPath: profile.path) {
      try? FileManager.default.removeItem(at: profile)
      Thread.sleep(forTimeInterval: 0.05)
    }
  }

  /// Calls a method of the protocol and waits for its result.
  @discardableResult
  package func call(
    _ method: String, _ parameters: [String: Any] = [:], ofBrowser: Bool = false
  ) throws -> [String: Any] {
    let id = try send(method, parameters, ofBrowser: ofBrowser)
    while true {
      let message = try receive()
      if message["id"] as? Int == id {
        if let error = message["error"] { throw Failure(description: "\(method): \(error)") }
        return message["result"] as? [String: Any] ?? [:]
      }
      try handle(message)
    }
  }

  /// The value of a JavaScript expression; promises are waited for.
  @discardableResult
  package func evaluate(_ expression: String) throws -> Any? {
    let result = try call(
      "Runtime.evaluate",
      ["expression": expression, "awaitPromise": true, "returnByValue": true])
    if let thrown = result["exceptionDetails"] {
      throw Failure(description: "\(expression): \(thrown)")
    }
    return (result["result"] as? [String: Any])?["value"]
  }

  /// Waits until a JavaScript expression is true.
  package func wait(until expression: String) throws {
    let end = Date(timeIntervalSinceNow: Patience.seconds)
    func isTrue() throws -> Bool {
      do {
        return try evaluate(expression) as? Bool == true
      } catch let failure as Failure
        where Self.betweenPages.contains(where: { failure.description.contains($0) })
      {
        // The page was left while it was asked, as where it is loaded anew, or the next
        // is not there yet.
        return false
      }
    }
    while try !isTrue() {
      guard Date() < end else { throw Failure(description: "In vain: \(expression)") }
      Thread.sleep(forTimeInterval: 0.03)
    }
  }

  /// What Chromium answers where there is no page that could be asked.
  private static let betweenPages = [
    "navigated or closed", "Execution context was destroyed",
    "Cannot find default execution context", "Cannot find context with specified id",
  ]

  /// Opens an address and waits until it is loaded.
  package func open(_ url: String) throws {
    // The page before stays for a moment, and may have the same address.
    try evaluate("document.isLeft = true")
    try call("Page.navigate", ["url": url])
    let isThere = "location.href === '\(url)' && document.readyState === 'complete'"
    try wait(until: "!document.isLeft && \(isThere)")
  }

  /// The size of the window in CSS pixels, and whether the system is dark.
  package func setScreen(width: Int, height: Int = 800, isDark: Bool = false) throws {
    try call(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false])
    let scheme = ["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]
    try call("Emulation.setEmulatedMedia", ["features": [scheme]])
  }

  /// The page as its print dialogue would save it, in PDF.
  package func printed() throws -> Data {
    let text = try call("Page.printToPDF", ["preferCSSPageSize": true])["data"] as? String
    return Data(base64Encoded: text ?? "") ?? Data()
  }

  private func send(
    _ method: String, _ parameters: [String: Any], ofBrowser: Bool = false
  ) throws -> Int {
    lastCall += 1
    var message: [String: Any] = ["id": lastCall, "method": method, "params": parameters]
    if let session, !ofBrowser { message["sessionId"] = session }
    try input.write(contentsOf: JSONSerialization.data(withJSONObject: message) + [0])
    return lastCall
  }

  /// The next message; messages are separated by zero bytes.
  private func receive() throws -> [String: Any] {
    while true {
      if let end = buffer.firstIndex(of: 0) {
        let message = try ExactJSON.object(with: buffer[..<end])
        buffer = Data(buffer[(end + 1)...])
        return message as? [String: Any] ?? [:]
      }
      var waiting = pollfd(fd: output.fileDescriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, Int32(Patience.seconds * 1000)) == 1 else {
        throw Failure(description: "Chromium said nothing for long.")
      }
      let piece = output.availableData
      guard !piece.isEmpty else { throw Failure(description: "Chromium has ended.") }
      buffer.append(piece)
    }
  }

  private func handle(_ event: [String: Any]) throws {
    let about = event["params"] as? [String: Any] ?? [:]
    switch event["method"] as? String {
    case "Runtime.exceptionThrown", "Runtime.consoleAPICalled":
      complaints.append("\(about)")
    case "Log.entryAdded":
      // That an answer was an error is said here too; the page shows those itself.
      let entry = about["entry"] as? [String: Any] ?? [:]
      if entry["source"] as? String != "network" { complaints.append("\(entry)") }
    case "Fetch.requestPaused": try decide(about)
    case "Fetch.authRequired":
      try enter(password, for: about["requestId"] as? String ?? "")
    default: break
    }
  }

  private func enter(_ password: String, for request: String) throws {
    let answer: [String: String] =
      password.isEmpty
      ? ["response": "CancelAuth"]
      : ["response": "ProvideCredentials", "username": "somebody", "password": password]
    _ = try send(
      "Fetch.continueWithAuth", ["requestId": request, "authChallengeResponse": answer])
  }

  private func decide(_ paused: [String: Any]) throws {
    let id = paused["requestId"] as? String ?? ""
    guard let asked = paused["request"] as? [String: Any],
      let url = (asked["url"] as? String).flatMap({ URL(string: $0) })
    else { return }
    if url.scheme != "blob" { requested.append(url) }
    let request = Request(
      method: asked["method"] as? String ?? "GET", url: url, body: asked["postData"] as? String)
    guard let answer = answer?(request) else {
      _ = try send("Fetch.continueRequest", ["requestId": id])
      return
    }
    _ = try send(
      "Fetch.fulfillRequest",
      [
        "requestId": id, "responseCode": answer.status,
        "responseHeaders": answer.fields.map { ["name": $0.key, "value": $0.value] },
        "body": answer.body.base64EncodedString(),
      ])
  }

  /// Starts a program that reads from descriptor 3 and writes to descriptor 4, and has
  /// nothing else open.
  ///
  /// `Process` closes what this program has open: SwiftNIO accepts connections so that they are
  /// handed on to other programs, and one that had them open would keep them from being closed for
  /// as long as it runs.
  private static func start(
    _ path: String, _ arguments: [String], temporaryFolder: URL
  ) throws -> (Process, FileHandle, FileHandle) {
    signal(SIGPIPE, SIG_IGN)
    let (commands, replies) = (Pipe(), Pipe())
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments =
      ["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null", path] + arguments
    process.environment = ProcessInfo.processInfo.environment
      .merging(["TMPDIR": temporaryFolder.path]) { $1 }
    process.standardInput = commands
    process.standardOutput = replies
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch {
      throw Failure(description: "\(path) does not start: \(error)")
    }
    return (process, commands.fileHandleForWriting, replies.fileHandleForReading)
  }
}
