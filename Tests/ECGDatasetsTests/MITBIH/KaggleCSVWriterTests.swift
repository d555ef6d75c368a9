import ECGDatasets
import ECGFiles
import Foundation
import ECGRandom
import ECGTestSupport
import Testing

@Suite struct KaggleCSVWriterTests {
  /// Fewer rows than a chunk, more than several, none; labelled or not; on any number of threads.
  @Test(arguments: [0, 1, 255, 256, 257, 1_700], [1, 2, 3])
  func writesWhatCWouldPrint(rows: Int, threads: Int) throws {
    var generator = SeededGenerator(seed: 5)
    let values = (0..<rows * 3).map { _ in Float.random(in: -2...2, using: &generator) }
    let labels = (0..<rows).map { $0 % 5 }
    for labels in [labels, []] {
      let dataset = BeatDataset(
        task: .arrhythmia, source: .synthetic(seed: 5), samplesPerBeat: 3, values: values,
        labels: labels)
      let expected = (0..<rows).map { row in
        let fields =
          dataset[beat: row].map(Double.init) + (labels.isEmpty ? [] : [Double(labels[row])])
        return fields.map { String(format: "%.18e", $0) }.joined(separator: ",") + "\n"
      }
      try withTemporaryFolder { folder in
        let path = folder.appending(path: "beats.csv").path
        var written: [Int] = []
        var file = try OutputFile(path: path)
        try KaggleCSVWriter(threads: threads).write(dataset, to: &file) { written.append($0) }
        try file.commit()
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text == expected.joined())
        #expect(written.last == (rows == 0 ? nil : rows))
      }
    }
  }
}
