import ECGRecordings

/// What a server takes on before it says no.
public struct ServerLimits: Sendable {
  /// The bytes of a request's body, for requests of beats, labels and explanations.
  public var bodyBytes = 32 << 20
  /// The bytes of an uploaded recording.
  public var recordingBytes = 256 << 20
  /// The bytes of all bodies that are being received or worked on, and of the signals and sessions
  /// that are sent back.
  public var bodyBytesTogether = 512 << 20
  /// The files of an uploaded recording.
  public var files = 64
  /// The beats of a request.
  public var beats = 10_000
  /// The beats that wait for their turn, of all requests.
  public var waitingBeats = 50_000
  /// The length of a recording in seconds.
  public var recordingSeconds = 72.0 * 3600
  /// The signals of a recording.
  public var recordingSignals = 1_000
  /// The segments of a recording.
  public var recordingSegments = 100_000
  /// The samples of a recording, of all leads together; gaps count, which take no bytes.
  public var recordingSamples = 256 << 20
  /// The samples that any recording may have, and how many more for each byte that was sent: a few
  /// bytes can announce a day of gaps, or of silence, which takes time all the same.
  public var recordingAllowance = (samples: 8 << 20, samplesPerByte: 8)
  /// The bytes of signals that may be sent back for any request, and how many more for each
  /// byte that was sent.
  public var madeBytes = (free: 32 << 20, perByte: 2)
  /// The memory that the beats of any recording may take, and how much more for each
  /// byte that was sent.
  public var beatMemory = (free: 64 << 20, perByte: 3)
  /// The samples and the beats of the stretch around a beat that is to be explained.
  public var explanationSamples = 1 << 18
  /// The labels whose annotations or summary is asked for.
  public var labels = 1_000_000
  /// The rhythms and notes that come with labels.
  public var remarks = 200_000
  /// The sessions that are kept, the bytes of one, and those of all together.
  public var sessions = 1_000
  public var sessionBytes = 32 << 20
  public var sessionBytesTogether = 1 << 30
  /// The recordings that are classified at a time, and those that wait for their turn.
  public var recordings = (working: 2, waiting: 8)
  /// The smaller pieces of work that are done at a time, and those that wait for their turn.
  public var pieces = (working: 2, waiting: 64)
  /// How long work may wait for its turn: whoever asked has given up by then, or soon will.
  public var waitingTime = Duration.seconds(30)
  /// The streams of `/v1/live` that are going or kept, and its connections.
  public var liveStreams = 1_000
  /// The pieces of streams that are worked on at a time.
  public var liveWorking = 2
  /// How long a stream is kept whose connection was lost.
  public var liveKeptTime = Duration.seconds(120)
  /// How long a connection of a stream may be without a message.
  public var liveQuietTime = Duration.seconds(600)
  /// The bytes of a message of a stream.
  public var liveMessageBytes = 64 << 10
  /// The samples in a second of signal, of all leads of a stream together.
  public var liveSamples = 64_000.0
  /// The same of all streams together, kept ones included: what is known of a stream takes
  /// memory in proportion.
  public var liveSamplesTogether = 2_000_000.0
  /// How many times faster than real time a stream may run; faster ones are slowed down.
  public var liveSpeed = 60.0
  /// The seconds of signal that may be missing at a time in a stream.
  public var liveGap = 3_600.0
  /// The samples that may be missing at a time in a stream, of all leads together: they cost
  /// as much as others.
  public var liveGapSamples = 4_000_000.0
  /// The answers of a stream that its client does not say to have seen.
  public var liveAnswers = 1_024
  /// The requests that are being answered.
  public var requests = 512
  /// The connections; more wait to be accepted.
  public var connections = 2048
  /// The time for a request's body to come in.
  public var bodyTime = Duration.seconds(60)
  /// The time after which a connection is closed on which nothing happens, and for a request's
  /// header to come in.
  public var idleTime = Duration.seconds(30)
  /// The bytes of a request's header.
  public var headerBytes = 16 << 10
  /// The fields of a request's header.
  public var headerFields = 100

  /// Creates the usual limits.
  public init() {}
}

extension ServerLimits {
  /// What a recording of so many bytes may ask for.
  func recording(of bytes: Int) -> RecordingLimits {
    var limits = RecordingLimits()
    limits.signals = recordingSignals
    limits.segments = recordingSegments
    limits.seconds = recordingSeconds
    limits.samples = min(
      recordingSamples,
      recordingAllowance.samples + recordingAllowance.samplesPerByte * bytes)
    limits.beatMemory = beatMemory.free + beatMemory.perByte * bytes
    return limits
  }

  /// The bytes that may be made of a request of so many.
  func madeBytes(of bytes: Int) -> Int { madeBytes.free + madeBytes.perByte * bytes }
}
