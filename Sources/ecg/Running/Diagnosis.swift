import CECGLibcurl
import ECGClassifier
import ECGFiles
import ECGNeuralNetwork
import ECGRecordings
import ECGReports
import ECGText
import Foundation

/// What the program has found of the machine and of what it needs.
struct Diagnosis: Encodable {
  /// The library of matrix products, and how its test ended.
  struct MatrixProducts: Encodable {
    var library: String?
    /// The processor for which it picked its kernels.
    var kernels: String?
    var file: String?
    /// Products that were compared on each thread; nil where it came to none.
    var products: Int?
    var threads: Int?
    /// What is wrong; nil where nothing is.
    var problem: String?
  }

  /// Something that is loaded or started when it is wanted.
  struct Part: Encodable {
    let name: String
    let isThere: Bool
    /// What does not work without it, and how to get it.
    let without: String
  }

  /// What the system allows the process; nil where there is no limit.
  struct Limits: Encodable {
    let openFiles: Int?
    let addressBytes: Int?
    let fileBytes: Int?
  }

  let version: String
  let system: String
  let architecture: String
  let processor: String?
  let processors: Int
  /// The version of the program's own kernels that runs here.
  let instructionSet: String
  /// Instructions that kernels are made for, as far as the processor has them.
  let processorFeatures: [String]
  let memoryBytes: Int
  let limits: Limits
  let matrixProducts: MatrixProducts
  let parts: [Part]

  /// Looks at all of it; the error is why networks cannot be computed.
  static func make(threads: Int) -> (diagnosis: Diagnosis, failure: (any Error)?) {
    let (products, failure) = testProducts(threads: threads)
    let process = ProcessInfo.processInfo
    let diagnosis = Diagnosis(
      version: Version.current, system: process.operatingSystemVersionString,
      architecture: Platform.architecture, processor: Platform.processor,
      processors: process.activeProcessorCount, instructionSet: ArithmeticKernels.instructionSet,
      processorFeatures: Platform.processorFeatures, memoryBytes: Int(process.physicalMemory),
      limits: Limits(
        openFiles: Platform.limit(of: .openFiles), addressBytes: Platform.limit(of: .addresses),
        fileBytes: Platform.limit(of: .fileSize)),
      matrixProducts: products, parts: parts)
    return (diagnosis, failure)
  }

  private static func testProducts(threads: Int) -> (MatrixProducts, (any Error)?) {
    var products = MatrixProducts()
    do {
      let library = try MatrixLibrary.load()
      (products.library, products.kernels, products.file) = (
        library.name, library.kernels, library.file
      )
      let test = try MatrixLibrary.selfTest(threads: threads)
      (products.products, products.threads) = (test.products, test.threads)
      return (products, nil)
    } catch {
      products.problem = "\(error)"
      return (products, error)
    }
  }

  private static var parts: [Part] {
    let curl = clibcurl_open()
    defer { if let curl { clibcurl_close(curl) } }
    return [
      Part(
        name: "gnuplot", isThere: (try? Gnuplot.find()) != nil,
        without: "no figures; sudo apt install gnuplot-nox, or brew install gnuplot"),
      Part(
        name: "libcurl", isThere: curl != nil, without: "no downloads; sudo apt install libcurl4"),
      Part(
        name: "libFLAC", isThere: FLACLibrary.isThere,
        without:
          "no records whose signals are FLAC; sudo apt install libflac12, or brew install flac"),
    ]
  }
}

extension Diagnosis: CustomStringConvertible {
  var description: String {
    var facts: [(name: String, value: String)] = [
      ("System", "\(system), \(architecture)"),
      ("Processor", "\(processor ?? "unknown"), \(processors) in use"),
      ("", processorFeatures.joined(separator: " ")),
      ("Kernels", instructionSet),
      ("Memory", "\(memoryBytes >> 20) MB"),
      ("Limits", limits.description),
      ("Products", matrixProducts.description),
    ]
    facts += parts.map { ($0.name, $0.isThere ? "there" : "missing: \($0.without)") }
    return "ecg \(version), Swift package swift-ecg\n\(TextTable(facts: facts))"
  }
}

extension Diagnosis.Limits: CustomStringConvertible {
  var description: String {
    func text(_ limit: Int?, _ unit: (Int) -> String) -> String { limit.map(unit) ?? "any" }
    return [
      "open files \(text(openFiles) { "\($0)" })",
      "addresses \(text(addressBytes) { "\($0 >> 20) MB" })",
      "size of a file \(text(fileBytes) { "\($0 >> 10) kB" })",
    ].joined(separator: ", ")
  }
}

extension Diagnosis.MatrixProducts: CustomStringConvertible {
  var description: String {
    let name = [library, kernels.map { "kernels for \($0)" }, file].compactMap { $0 }
      .joined(separator: ", ")
    if let problem { return problem }
    return
      "\(name): \(products ?? 0) products right on each of \((threads ?? 0).counted("thread"))"
  }
}
