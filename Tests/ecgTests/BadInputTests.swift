import Foundation
import ECGTestSupport
import Testing

/// Whatever is wrong, the command says so in one message, ends with the right code, and leaves
/// everything as it was.
@Suite(.hangLimit) struct BadInputTests {
  @Test(
    arguments: BadInput.beats + BadInput.records + BadInput.detection + BadInput.models
      + BadInput.outputs + BadInput.slips + BadInput.usage + BadInput.comparisons
      + BadInput.recordings)
  func isRefused(_ input: BadInput) throws {
    try withTemporaryFolder { url in
      let folder = BadInput.Folder(url: url)
      try folder.write("beats.csv", Samples.beats)
      try folder.write("model.safetensors", Samples.model)
      try input.prepare(folder)
      let before = contents(of: url)

      let outcome = try Command(folder: url)(input.arguments)

      #expect(outcome.status == input.status, "\(outcome.errors)")
      let messages = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("ecg: ") }
        .filter { !$0.hasPrefix("ecg: warning: ") }
      #expect(messages.count == 1, "\(outcome.errors)")
      #expect(outcome.errors.hasSuffix(".\n"))
      let message = try #require(messages.first)
      for word in input.words { #expect(message.contains(word), "\(message)") }
      #expect(contents(of: url) == before)
    }
  }

  @Test(.disabled(if: geteuid() == 0, "root may read everything"))
  func fileWithoutPermissionIsRefused() throws {
    try withTemporaryFolder { url in
      let file = url.appending(path: "beats.csv")
      try Samples.beats.write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file.path)
      let outcome = try Command(folder: url)("explore", "--data", "beats.csv")
      #expect(outcome.status == 66)
      #expect(outcome.errors.contains("beats.csv: may not be read"))
    }
  }

  @Test(.disabled(if: geteuid() == 0, "root may write everywhere"))
  func folderWithoutPermissionIsRefused() throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: url.path)
      let outcome = try Command(folder: url)(
        "train", "--data", "beats.csv", "--output", "new.safetensors")
      #expect(outcome.status == 73)
      #expect(outcome.errors.contains("new.safetensors"))
    }
  }

  /// A limit on the size of files stands in for a full disk: writing breaks off half way.
  @Test func fullDiskLeavesNothing() throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      let before = contents(of: url)
      let outcome = try Command(folder: url).shell(
        """
        trap '' XFSZ; ulimit -f 8
        exec "$ecg" train --data beats.csv --epochs 1 --output new.safetensors
        """)
      #expect(outcome.status == 74, "\(outcome.errors)")
      #expect(outcome.errors.contains("writing broke off"))
      #expect(contents(of: url) == before)
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full"))
  func fullDiskBehindStandardOutputIsTold() throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      let outcome = try Command(folder: url).shell(
        #""$ecg" explore --data beats.csv --json > /dev/full"#)
      #expect(outcome.status == 74)
      #expect(outcome.errors.contains("standard output: writing broke off"))
    }
  }

  @Test func readerThatGoesAwayIsNoError() throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      try Samples.model.write(to: url.appending(path: "model.safetensors"))
      let outcome = try Command(folder: url).shell(
        #""$ecg" classify --model model.safetensors beats.csv | head -n 1"#)
      #expect(outcome.status == 0)
      #expect(outcome.output == "class,N,S,V,F,Q\n")
      // Nothing is said but of the columns.
      let columns = "columns 1 to 187 are samples, column 188 is taken for a label and not read"
      #expect(outcome.errors == "beats.csv: \(columns).\n")
    }
  }

  /// What is said of the columns is no part of the document.
  @Test func columnsAreToldBesideTheDocument() throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      try Samples.model.write(to: url.appending(path: "model.safetensors"))
      let outcome = try Command(folder: url).shell(
        #""$ecg" classify --model model.safetensors --json beats.csv"#)
      #expect(outcome.status == 0 && outcome.errors.hasPrefix("beats.csv: columns 1 to 187 are"))
      let document = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      let classes = (document as? [String: Any])?["classes"] as? [String]
      #expect(classes == ["N", "S", "V", "F", "Q"])
    }
  }
}
