import ECGClassifier
import ECGDatasets
import ECGExchange
import ECGFiles
import ECGNeuralNetwork
import ECGRecordings
import Foundation

/// Small files that are right, for libFuzzer to begin with.
enum Seeds {
  static func of(_ reader: Reader) throws -> [Data] {
    switch reader {
    case .record: try records()
    case .signals:
      (0..<13).map { Data([UInt8($0)]) + Data((0..<120).map { UInt8($0 * 37 & 0xFF) }) }
    case .annotations: try [annotations()]
    case .edf: [edf(version: [UInt8(ascii: "0")], width: 2), edf(version: [0xFF], width: 3)]
    case .table: tables()
    case .health: [health(), Data("<?xml version=\"1.0\"?><a><b>1</b></a>".utf8)] + tables()
    case .beats: [Data("0.1,0.5,1,0\n0.2,-0.5,1e-3,4\n".utf8), Data("a,b,label\n1,2,3\n".utf8)]
    case .json:
      [
        Data(#"{"beats": [[0.1, 0.5, 1], [1e-3, -2, 3.25]]}"#.utf8), Data("[[1,2,3]]".utf8),
        Data(#"{"name":"é\n","beats":[]}"#.utf8),
      ]
    case .cache: try [cache()]
    case .model: [EmbeddedFile.content(of: "pretrained.safetensors").prefix(6_000)]
    case .trees: [EmbeddedFile.content(of: "recordings.safetensors").prefix(6_000)]
    case .recipe: try recipes()
    case .onnx: try onnx()
    case .archive: archives()
    case .tar: [tar(), tar().prefix(700)]
    case .pipeline: [pipeline()]
    }
  }

  /// Records as the header says them: of one signal, of two, of segments, without signals.
  private static func records() throws -> [Data] {
    let headers = [
      "r 1 360 4\nr.dat 16 200(0)/mV 12 0 0 0 0 MLII\n# 69 M\n",
      "r 2 360/1(0) 4 12:00:00 01/02/2003\nr.dat 212 200 12 0 0 0 0 I\nr.dat 212 200 12 0 0 0 0 II\n",
      "r 1 100x2 4\nr.dat 16x2:1+2 1e3 12 0 0 0 0 I\n", "r/2 1 360 8\nr 4\n~ 4\n", "r 0 360\n",
    ]
    return headers.map { Data($0.utf8) + [0] + Data((0..<64).map { UInt8($0 * 29 & 0xFF) }) }
  }

  /// Beats, a skip, notes, and the end mark.
  private static func annotations() throws -> Data {
    Data([
      0x12, 0x04, 0x00, 0xEC, 0x01, 0x00, 0x00, 0x10, 0x40, 0x04, 0x05, 0xFC, 0x28, 0x4E, 0x41,
      0x46,
      0x42, 0x00, 0x31, 0x14, 0x02, 0xF0, 0x03, 0xF4, 0x00, 0x00,
    ])
  }

  private static func edf(version: [UInt8], width: Int) -> Data {
    func field(_ text: String, _ size: Int) -> Data {
      Data(text.padding(toLength: size, withPad: " ", startingAt: 0).utf8)
    }
    var file = Data(version) + field(version == [0xFF] ? "BIOSEMI" : "", 7)
    file += field("X X X X", 80) + field("Startdate 01-JAN-2003 X X X", 80)
    file += field("01.01.03", 8) + field("12.00.00", 8) + field("\(256 * 2)", 8)
    file += field(version == [0xFF] ? "24BIT" : "EDF+C", 44) + field("2", 8) + field("1", 8)
    file += field("1", 4) + field("ECG I", 16) + field("AgCl", 80) + field("mV", 8)
    file += field("-5", 8) + field("5", 8) + field("-2048", 8) + field("2047", 8)
    file += field("HP:0.5Hz", 80) + field("8", 8) + field("", 32)
    return file + Data((0..<16 * width).map { UInt8($0 * 17 & 0xFF) })
  }

  private static func tables() -> [Data] {
    func table(_ header: String, _ row: (Int) -> String) -> Data {
      Data((header + (0..<40).map(row).joined()).utf8)
    }
    return [
      table("") { "\($0 * $0 % 17)\n" },
      table("I,II\n") { "\($0 * $0 % 17).5,-\($0)\n" },
      table("time [s];ECG [mV]\n") { "0,0\($0 + 10);0,\($0 * $0 % 17)\n" },
      table("# Sampling rate: 250\n") { "\($0)\t\($0 * $0 % 17)\tx\n" },
      table("t,v\n") { "2024-05-01T12:00:00.\($0 + 10),\($0 * $0 % 17)\n" },
    ]
  }

  private static func health() -> Data {
    let header = """
      Name,A
      Date of Birth,2000-01-01
      Recorded Date,2024-01-01 12:00:00 +0000
      Classification,Sinus Rhythm
      Symptoms,
      Software Version,1
      Device,Watch
      Sample Rate,512 hertz

      Lead,Lead I
      Unit,\u{B5}V


      """
    let samples = (0..<20).map { "\($0 * 3 - 20).5\n" }.joined()
    return Data((header + samples).utf8)
  }

  private static func cache() throws -> Data {
    let path = FileManager.default.temporaryDirectory.appending(path: "seed-\(getpid())").path
    defer { unlink(path) }
    let beats = SyntheticBeats(seed: 1).dataset(counts: [1, 1, 0, 0, 1])
    try BeatFile.write(BeatStream(beats), to: path, as: .safetensors, overwrite: true)
    return try InputFile.read(path: path)
  }

  /// All that a recipe has, and the little that it must have.
  private static func recipes() throws -> [Data] {
    let small = """
      // small
      {name: 'x', epochs: 1, mixup: {alpha: .2}, layers: [
        {layer: 'Residual', body: [{layer: 'Conv1D', filters: 2, kernel: 0x3}]},
        {"layer": "Flatten"}, {layer: 'Dense', units: 'classes'},
      ]}
      """
    return [Data(small.utf8), Data(try RecipeDocument(.reference).text().utf8)]
  }

  /// Small networks as they are exported, with all that is imported.
  private static func onnx() throws -> [Data] {
    let networks = [
      Sequential(input: .beats(samples: 32)) {
        Conv1D(filters: 3, kernel: 3)
        BatchNorm()
        ReLU()
        MaxPool1D(2)
        Residual {
          Conv1D(filters: 4, kernel: 3, stride: 1, dilation: 2)
          LeakyReLU(0.1)
        }
        Flatten()
        Dense(5)
      },
      Sequential(input: .beats(samples: 32)) {
        Conv1D(filters: 4, kernel: 4, stride: 2, groups: 1)
        StridedMaxPool1D(3, stride: 2, before: 1, after: 1)
        GlobalAveragePool1D()
        Dense(5)
      },
    ]
    let path = FileManager.default.temporaryDirectory.appending(path: "seed-\(getpid())").path
    defer { unlink(path) }
    return try networks.map { architecture in
      guard let scaler = Scaler(.none, samplesPerBeat: 32) else { return Data() }
      let classifier = HeartbeatClassifier(
        task: .arrhythmia, scaler: scaler,
        members: [
          .init(
            network: try Network(architecture, seed: 1), history: TrainingHistory(), seed: 1)
        ], recipe: .fast, dataFingerprint: "", isSynthetic: true)
      _ = try ExchangeFormat.onnx.write(classifier, to: path, overwrite: true)
      return try Data(contentsOf: URL(filePath: path))
    }
  }

  /// A record in each kind of archive; in that of gzip and in one of the ZIP archives
  /// compressed by DEFLATE.
  private static func archives() -> [Data] {
    [
      zip(method: 0, packed: Data(header.utf8)), zip(method: 8, packed: stored(Data(header.utf8))),
      tar(), gzip(tar()),
    ]
  }

  private static let header = "r 1 360 4\nr.dat 16 200 12 0 0 0 0 I\n"

  private static func zip(method: Int, packed: Data) -> Data {
    let name = "a/r.hea"
    let common =
      number(method, 2) + number(0, 4) + number(checksum(Data(header.utf8)), 4)
      + number(packed.count, 4) + number(header.utf8.count, 4) + number(name.utf8.count, 2)
      + number(0, 2)
    let file =
      Data([0x50, 0x4B, 3, 4]) + number(20, 2) + number(0, 2) + common + Data(name.utf8) + packed
    let list =
      Data([0x50, 0x4B, 1, 2]) + number(20, 2) + number(20, 2) + number(0, 2) + common
      + number(0, 14) + Data(name.utf8)
    return file + list + Data([0x50, 0x4B, 5, 6]) + number(0, 4) + number(1, 2) + number(1, 2)
      + number(list.count, 4) + number(file.count, 4) + number(0, 2)
  }

  /// A long name in pax's way, a record, and a link to it; the sums of the headers are put right by
  /// the reader `tar`.
  private static func tar() -> Data {
    func member(_ name: String, _ kind: UInt8, _ content: Data, target: String = "") -> Data {
      var block = Data(count: 512)
      func put(_ text: String, at place: Int) {
        block.replaceSubrange(place..<place + text.utf8.count, with: Data(text.utf8))
      }
      put(name, at: 0)
      let size = String(content.count, radix: 8)
      put(String(repeating: "0", count: 11 - size.count) + size, at: 124)
      put("        ", at: 148)
      block[156] = kind
      put(target, at: 157)
      put("ustar\u{0}00", at: 257)
      put(String(block.reduce(0) { $0 + Int($1) }, radix: 8), at: 148)
      return block + content + Data(count: (512 - content.count % 512) % 512)
    }
    return member("PaxHeaders/r", UInt8(ascii: "x"), Data("16 path=a/r.hea\n".utf8))
      + member("r", UInt8(ascii: "0"), Data(header.utf8))
      + member("b/s.hea", UInt8(ascii: "2"), Data(), target: "../a/r.hea") + Data(count: 1_024)
  }

  private static func gzip(_ content: Data) -> Data {
    Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]) + stored(content) + number(checksum(content), 4)
      + number(content.count, 4)
  }

  /// One block of DEFLATE that is stored (RFC 1951, section 3.2.4).
  private static func stored(_ content: Data) -> Data {
    Data([1]) + number(content.count, 2) + number(~content.count & 0xFFFF, 2) + content
  }

  /// CRC-32 (ISO 3309), bit by bit.
  private static func checksum(_ bytes: Data) -> Int {
    var sum = ~UInt32(0)
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB8_8320 }
    }
    return Int(~sum)
  }

  /// A number of so many bytes, the lowest first.
  private static func number(_ value: Int, _ bytes: Int) -> Data {
    Data((0..<bytes).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 })
  }

  /// Six seconds with a beat a second.
  private static func pipeline() -> Data {
    func height(_ place: Int) -> Int {
      (120..<126).contains(place) ? 900 - abs(place - 122) * 250 : place % 7
    }
    let rows = (0..<1_500).map { "\(height($0 % 250))\n" }
    return Data(rows.joined().utf8)
  }
}
