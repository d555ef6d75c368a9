import ECGServer
import NIOCore
import NIOEmbedded
import Testing

/// What sits on a connection, where the connection is not what it is made for.
struct ConnectionGuardTests {
  @Test("a connection whose requests cannot be checked is closed unheard, which is logged once")
  func unguardable() throws {
    let server = try HeartbeatServer(
      beats: LiveServer.beats.get(), recordings: LiveServer.recordings.get())
    let log = LogRecord()
    let handlers = server.connectionHandlers(logger: log.logger)
    for _ in 0..<3 {
      // Without what turns bytes into requests.
      let channel = EmbeddedChannel()
      try channel.connect(to: SocketAddress(unixDomainSocketPath: "/nowhere")).wait()
      try channel.pipeline.syncOperations.addHandlers(handlers())
      #expect(channel.isActive)
      // What comes meanwhile is not handed on, whatever it is.
      try channel.writeInbound(ByteBuffer(string: "GET / HTTP/1.1\r\n\r\n"))
      channel.embeddedEventLoop.run()
      #expect(!channel.isActive)
      #expect(try channel.readInbound(as: ByteBuffer.self) == nil)
    }
    let lines = log.text.split(separator: "\n")
    #expect(lines.count == 1)
    #expect(lines.first?.hasPrefix("critical no connection is served") == true)
  }
}
