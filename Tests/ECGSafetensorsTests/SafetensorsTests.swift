import Foundation
import ECGSafetensors
import ECGTestSupport
import Testing

/// The safetensors format, against what its own library writes and reads.
@Suite struct SafetensorsTests {
  static let sample = Safetensors(
    tensors: [
      "b": .init(shape: [2, 2], values: [1.5, -2, 0, 3.25]),
      "a": .init(shape: [1], values: [7]),
      "scalar": .init(shape: [], values: [0.5]),
    ],
    metadata: ["k": "ü/\"v\""])

  /// Written by the `safetensors` package of PyPI, version 0.8.0:
  ///
  ///     import base64, numpy as np
  ///     from safetensors.numpy import save
  ///     tensors = {"b": np.array([[1.5, -2.0], [0.0, 3.25]], np.float32),
  ///                "a": np.array([7.0], np.float32), "scalar": np.array(0.5, np.float32)}
  ///     print(base64.b64encode(save(tensors, metadata={"k": "ü/\"v\""})).decode())
  static let python = """
    0AAAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJrIjoiw7wvXCJ2XCIifSwiYSI6eyJkdHlwZSI6IkYzMiIsInNo\
    YXBlIjpbMV0sImRhdGFfb2Zmc2V0cyI6WzAsNF19LCJiIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlsyLDJd\
    LCJkYXRhX29mZnNldHMiOls0LDIwXX0sInNjYWxhciI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbXSwiZGF0\
    YV9vZmZzZXRzIjpbMjAsMjRdfX0gICAgICAgAADgQAAAwD8AAADAAAAAAAAAUEAAAAA/
    """

  static let interpreter = ProcessInfo.processInfo.environment["ECG_PYTHON"]

  @Test func readsWhatPythonWrote() throws {
    let data = try #require(Data(base64Encoded: Self.python))
    #expect(try Safetensors(decoding: data) == Self.sample)
  }

  @Test func readsASliceWhoseIndicesDoNotBeginAtZero() throws {
    let data = try #require(Data(base64Encoded: Self.python))
    let slice = (Data([1, 2, 3]) + data)[3...]
    #expect(try Safetensors(decoding: slice) == Self.sample)
  }

  @Test func comesBackAsItWas() throws {
    let odd = Safetensors(
      tensors: [
        "none": .init(shape: [0, 3], values: []),
        "a/\"é\"": .init(
          shape: [1, 2, 3],
          values: [-0.0, .infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e-10, 3]),
      ], metadata: ["": "", "json": #"{"a":[1,"/"]}"#])
    for content in [Self.sample, odd, Safetensors()] {
      let data = try content.encoded()
      #expect(try Safetensors(decoding: data) == content)
      #expect(try Safetensors(decoding: data).encoded() == data)
    }
  }

  @Test func keepsTheBitsOfWhatIsNotANumber() throws {
    let value = Float(bitPattern: 0x7FC1_2345)
    let file = Safetensors(tensors: ["x": .init(shape: [1], values: [value])])
    let values = try #require(try Safetensors(decoding: file.encoded()).tensors["x"]).values
    #expect(values.map(\.bitPattern) == [0x7FC1_2345])
  }

  @Test func writesTheSameBytesInWhateverOrderTensorsWereAdded() throws {
    var forward = Safetensors()
    var backward = Safetensors()
    let names = (0..<40).map { "tensor.\($0)" }
    for name in names {
      forward.tensors[name] = .init(shape: [1], values: [Float(name.count)])
      forward.metadata[name] = name
    }
    for name in names.reversed() {
      backward.tensors[name] = .init(shape: [1], values: [Float(name.count)])
      backward.metadata[name] = name
    }
    #expect(try forward.encoded() == backward.encoded())
  }

  @Test func alignsTheTensorsToEightBytes() throws {
    for length in 0..<8 {
      let file = Safetensors(metadata: ["k": String(repeating: "x", count: length)])
      #expect(try file.encoded().count.isMultiple(of: 8))
    }
  }

  @Test(.enabled(if: interpreter != nil, "ECG_PYTHON is not set"))
  func pythonReadsWhatWeWrite() throws {
    let program = """
      import sys
      from safetensors import safe_open
      with safe_open(sys.argv[1], "np") as f:
          print(f.metadata()["k"].encode())
          for name in sorted(f.keys()):
              t = f.get_tensor(name)
              print(name, t.dtype, t.shape, t.ravel().tolist())
      """
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "sample.safetensors")
      try Self.sample.encoded().write(to: url)
      let process = Process()
      process.executableURL = URL(filePath: try #require(Self.interpreter))
      process.arguments = ["-c", program, url.path]
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let printed = String(
        decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      #expect(
        printed == #"""
          b'\xc3\xbc/"v"'
          a float32 (1,) [7.0]
          b float32 (2, 2) [1.5, -2.0, 0.0, 3.25]
          scalar float32 () [0.5]

          """#)
    }
  }
}
