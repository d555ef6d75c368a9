import Logging

/// Log messages as a person reads them: the message alone on standard error, with a word before it
/// where it is a warning.
struct PlainLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.notice

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    ProgressBar.clear()
    let prefix = event.level >= .warning ? "ecg: \(event.level): " : ""
    // Where even standard error cannot be written to there is nobody to tell.
    try? Descriptor.error.write("\(prefix)\(event.message)\n")
  }
}
