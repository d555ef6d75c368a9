import ECGFiles
import CECGFLAC

/// The library that decodes FLAC.
package enum FLACLibrary {
  /// Whether the system has it.
  package static var isThere: Bool { cflac_is_there() != 0 }
}

/// A FLAC stream, decoded by the system's libFLAC.
struct FLACStream: Sendable {
  /// The channels.
  let channelCount: Int
  /// The width of a sample.
  let bitsPerSample: Int
  /// The samples of each channel; nil where the stream does not say.
  let sampleCount: Int?
  /// The samples of each channel that a stream can have.
  static let mostSamples = 1 << 36
  /// The samples of each channel in a block, at the most.
  private let blockSize: Int
  private let bytes: FileBytes

  /// The bytes up to where the samples' number ends.
  private static let headSize = 26
  private static let signature = Array("fLaC".utf8)

  /// Reads the stream's head.
  ///
  /// - Throws: ``FileError`` where it is none.
  init(_ bytes: FileBytes) throws {
    let head = try bytes.read(0..<Self.headSize)
    // The first block of metadata, of type 0, is the one with the numbers below.
    guard head.count == Self.headSize, head.starts(with: Self.signature), head[4] & 0x7F == 0 else {
      throw FileError(
        .badData, path: bytes.path, "expected a FLAC stream, found other bytes",
        remedy: "The file is damaged or belongs to another header; fetch both again")
    }
    blockSize = Int(head[10]) << 8 | Int(head[11])
    // 20 bits of rate, 3 of channels less one, 5 of bits less one, 36 of samples.
    let packed = head[18..<26].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    channelCount = Int(packed >> 41 & 0x7) + 1
    bitsPerSample = Int(packed >> 36 & 0x1F) + 1
    let samples = Int(packed & UInt64(Self.mostSamples - 1))
    sampleCount = samples == 0 ? nil : samples
    self.bytes = bytes
  }

  /// Decodes `range`, samples counted for each channel, block by block: `body` is given the
  /// channels, the samples of each that are wanted.
  ///
  /// - Throws: ``FileError`` where the stream is damaged or ends before, or there is no libFLAC;
  ///   what `body` throws.
  func forEachBlock(
    of range: Range<Int>, _ body: ([UnsafeBufferPointer<Int32>]) throws -> Void
  ) throws {
    guard !range.isEmpty else { return }
    // Damage to the block at which decoding begins does not show, so that begins a block before.
    let start = max(0, range.lowerBound - blockSize)
    try withoutActuallyEscaping(body) { body in
      let decoding = Decoding(
        try bytes.opened(), channelCount: channelCount, skipped: range.lowerBound - start,
        wanted: range.count, body)
      var stream = cflac_stream()
      stream.length = UInt64(bytes.count)
      stream.context = Unmanaged.passUnretained(decoding).toOpaque()
      stream.read = { offset, target, count, context in
        guard let context, let target else { return -1 }
        return Decoding.from(context).read(offset, into: target, count)
      }
      stream.take = { channels, channelCount, count, context in
        guard let context, let channels else { return 1 }
        return Decoding.from(context).take(channels, channelCount, count) ? 0 : 1
      }
      let result = withExtendedLifetime(decoding) { cflac_decode(&stream, UInt64(start)) }
      if let error = decoding.error { throw error }
      switch result {
      case CFLAC_NO_LIBRARY: throw Self.noLibrary(bytes.path)
      case CFLAC_DONE where decoding.wanted == 0: return
      default:
        throw FileError(
          .badData, path: bytes.path,
          "the FLAC stream is damaged or cut short near sample \(range.upperBound - decoding.wanted)",
          remedy: "Fetch it again")
      }
    }
  }

  private static func noLibrary(_ path: String) -> FileError {
    FileError(
      .unavailable, path: path, "the samples are compressed by FLAC, and there is no libFLAC here",
      remedy: "Install flac (apt-get install flac, brew install flac), or convert the record to "
        + "format 16, as with WFDB's xform")
  }
}

/// What is asked of libFLAC, and how far it has come.
///
/// A class, since libFLAC's callbacks refer to it.
private final class Decoding {
  private let file: OpenedFile
  private let channelCount: Int
  private var skipped: Int
  /// The samples of each channel that are still wanted.
  private(set) var wanted: Int
  private let body: ([UnsafeBufferPointer<Int32>]) throws -> Void
  /// What ended it.
  private(set) var error: (any Error)?

  init(
    _ file: consuming OpenedFile, channelCount: Int, skipped: Int, wanted: Int,
    _ body: @escaping ([UnsafeBufferPointer<Int32>]) throws -> Void
  ) {
    self.file = file
    self.channelCount = channelCount
    self.skipped = skipped
    self.wanted = wanted
    self.body = body
  }

  static func from(_ context: UnsafeMutableRawPointer) -> Decoding {
    Unmanaged<Decoding>.fromOpaque(context).takeUnretainedValue()
  }

  func read(_ offset: UInt64, into target: UnsafeMutableRawPointer, _ count: Int) -> Int {
    do {
      let bytes = try file.read(Int(offset)..<Int(offset) + count)
      bytes.withUnsafeBytes { bytes in
        if let base = bytes.baseAddress { target.copyMemory(from: base, byteCount: bytes.count) }
      }
      return bytes.count
    } catch {
      self.error = error
      return -1
    }
  }

  /// Whether more is wanted.
  func take(
    _ channels: UnsafePointer<UnsafePointer<Int32>?>, _ channelCount: Int, _ count: Int
  ) -> Bool {
    // A block of other channels than the stream's head says is damage, which shows as an early end.
    guard channelCount == self.channelCount else { return false }
    let begin = min(skipped, count)
    let end = min(begin + wanted, count)
    skipped -= begin
    guard begin < end else { return true }
    wanted -= end - begin
    do {
      try body(
        (0..<channelCount).map {
          UnsafeBufferPointer(start: channels[$0]?.advanced(by: begin), count: end - begin)
        })
    } catch {
      self.error = error
      return false
    }
    return wanted > 0
  }
}
