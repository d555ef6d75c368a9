// swift-tools-version: 6.2

import PackageDescription

/// Whether warnings are errors, as they are to what every change has to pass; not to whoever builds
/// this with a later compiler.
let isStrict = Context.environment["ECG_STRICT"] != nil

/// Language settings shared by every Swift target.
let settings: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ] + (isStrict ? [.treatAllWarnings(as: .error)] : [])

/// A room of the house: a library target with its tests.
func room(
  _ name: String, above dependencies: [Target.Dependency] = [],
  exclude: [String] = [], testResources: [Resource] = [],
  testsUse testDependencies: [Target.Dependency] = []
) -> [Target] {
  [
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings),
    .testTarget(
      name: "\(name)Tests",
      dependencies: [.target(name: name), "ECGTestSupport"] + dependencies + testDependencies,
      resources: testResources, swiftSettings: settings),
  ]
}

let package = Package(
  name: "swift-ecg",
  platforms: [.macOS(.v15), .iOS(.v18)],
  products: [
    .library(
      name: "SwiftECG",
      targets: [
        "ECGFiles", "ECGRecordings", "ECGSignals", "ECGDatasets", "ECGNeuralNetwork",
        "ECGClassifier", "ECGEvaluation", "ECGAnalysis",
      ]),
    .library(name: "ECGNeuralNetwork", targets: ["ECGNeuralNetwork"]),
    .library(name: "ECGBoostedTrees", targets: ["ECGBoostedTrees"]),
    // For the package of the server.
    .library(name: "CECGMalloc", targets: ["CECGMalloc"]),
    .library(name: "CECGEmbedded", targets: ["CECGEmbedded"]),
    .library(name: "ECGDownload", targets: ["ECGDownload"]),
    .library(name: "ECGReports", targets: ["ECGReports"]),
    .library(name: "ECGExchange", targets: ["ECGExchange"]),
    .executable(name: "ecg", targets: ["ecg"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
  ],
  targets: [
    .target(
      name: "CECGBLAS",
      // On the command line, since Accelerate is a module, which no #define of a file reaches.
      cSettings: [.define("ACCELERATE_NEW_LAPACK", .when(platforms: [.macOS, .iOS]))],
      linkerSettings: [
        .linkedFramework("Accelerate", .when(platforms: [.macOS, .iOS]))
      ]),
    .target(name: "CECGFLAC"),
    .target(name: "CECGKernels"),
    .target(name: "CECGLibcurl"),
    .target(name: "CECGMalloc"),
    .target(name: "CECGMPI"),
    .target(name: "CECGZlib"),
    .target(
      name: "CECGEmbedded",
      exclude: [
        "look.css", "mitbih_test_rows.u32le", "pretrained.safetensors", "recordings.safetensors",
        "report.mustache",
      ],
      // Where the assembler looks for the files.
      cSettings: [.headerSearchPath(".")]),
    .target(
      name: "ECGTestSupport", dependencies: ["ECGFiles"], path: "Tests/ECGTestSupport",
      swiftSettings: settings),
  ]
    + room("ECGFiles", above: ["CECGEmbedded", "CECGZlib"])
    + room("ECGText", testsUse: ["ECGRandom"])
    + room("ECGParallel")
    + room("ECGMessagePassing", above: ["CECGMPI", "ECGFiles", "ECGParallel"])
    + room("ECGSafetensors")
    + room("ECGRandom")
    + room(
      "ECGBoostedTrees", above: ["ECGParallel", "ECGRandom"], testResources: [.copy("Golden")])
    + room(
      "ECGRecordings", above: ["CECGFLAC", "ECGFiles", "ECGText"], testResources: [.copy("Golden")],
      testsUse: ["ECGRandom"])
    + room(
      "ECGSignals", above: ["ECGFiles", "ECGParallel", "ECGRecordings", "ECGText"],
      testsUse: ["ECGRandom"])
    + room(
      "ECGDatasets",
      above: [
        "ECGFiles", "ECGParallel", "ECGRandom", "ECGRecordings", "ECGSafetensors", "ECGSignals",
        "ECGText",
      ])
    + room(
      "ECGNeuralNetwork",
      above: [
        "CECGBLAS", "CECGKernels", "ECGParallel", "ECGRandom", "ECGSafetensors", "ECGText",
      ],
      testResources: [.copy("Golden")])
    + room(
      "ECGClassifier",
      above: [
        "ECGDatasets", "ECGSignals", "ECGBoostedTrees", "ECGFiles",
        "ECGNeuralNetwork",
        "ECGParallel", "ECGRandom", "ECGRecordings", "ECGSafetensors", "ECGText",
      ])
    + room(
      "ECGAnalysis",
      above: [
        "ECGClassifier", "ECGDatasets", "ECGEvaluation", "ECGFiles", "ECGNeuralNetwork",
        "ECGParallel", "ECGRecordings", "ECGSafetensors", "ECGSignals", "ECGText",
      ])
    + room(
      "ECGDownload",
      above: [
        .target(name: "CECGLibcurl", condition: .when(platforms: [.linux, .android])), "ECGFiles",
        "ECGText",
      ])
    + room(
      "ECGEvaluation",
      above: ["ECGDatasets", "ECGSignals", "ECGFiles", "ECGRandom", "ECGRecordings", "ECGText"])
    + room(
      "ECGReports",
      above: [
        "ECGAnalysis", "ECGDatasets", "ECGSignals", "ECGClassifier", "ECGEvaluation", "ECGFiles",
        "ECGNeuralNetwork", "ECGParallel",
        "ECGRandom", "ECGRecordings", "ECGText",
        .product(name: "Mustache", package: "swift-mustache"),
      ])
    + room(
      "ECGExchange",
      above: [
        "ECGClassifier", "ECGDatasets", "ECGFiles", "ECGNeuralNetwork", "ECGSafetensors",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["CoreML/coreml.proto", "ONNX/onnx.proto"])
    + [
      .executableTarget(
        name: "ecg",
        dependencies: [
          "CECGLibcurl", "CECGMalloc", "ECGDatasets", "ECGSignals", "ECGBoostedTrees",
          "ECGDownload", "ECGFiles", "ECGMessagePassing",
          "ECGNeuralNetwork", "ECGParallel", "ECGRecordings", "ECGText",
          "ECGAnalysis", "ECGClassifier", "ECGEvaluation", "ECGExchange", "ECGReports",
          .product(name: "ArgumentParser", package: "swift-argument-parser"),
          .product(name: "Logging", package: "swift-log"),
        ],
        swiftSettings: settings),
      .testTarget(
        name: "ecgTests",
        dependencies: [
          "ECGTestSupport", "ECGFiles", "ECGRecordings", "ECGDownload", "ECGDatasets", "ECGSignals",
          "ECGClassifier",
          "ECGSafetensors",
          "ECGNeuralNetwork", "ECGAnalysis", "ecg",
        ],
        swiftSettings: settings),
    ]
)
