// swift-tools-version: 6.2

import PackageDescription

/// Language settings shared by every Swift target.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A room of the house: a library target with its tests.
func room(
  _ name: String, above dependencies: [Target.Dependency] = [], resources: [Resource] = [],
  testResources: [Resource] = [], testsUse testDependencies: [Target.Dependency] = []
) -> [Target] {
  [
    .target(
      name: name, dependencies: dependencies, resources: resources, swiftSettings: settings),
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
        "ECGRecordings", "ECGSignals", "ECGDatasets", "ECGNeuralNetwork", "ECGClassifier",
        "ECGEvaluation", "ECGAnalysis",
      ]),
    .library(name: "ECGNeuralNetwork", targets: ["ECGNeuralNetwork"]),
    .library(name: "ECGBoostedTrees", targets: ["ECGBoostedTrees"]),
    .library(name: "ECGDownload", targets: ["ECGDownload"]),
    .library(name: "ECGReports", targets: ["ECGReports"]),
    .executable(name: "ecg", targets: ["ecg"]),
    .executable(name: "ecg-server", targets: ["ecg-server"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .target(
      name: "CECGBLAS",
      linkerSettings: [
        .linkedLibrary("openblas", .when(platforms: [.linux])),
        .linkedFramework("Accelerate", .when(platforms: [.macOS, .iOS])),
      ]),
    .target(name: "CECGFLAC"),
    .target(name: "CECGKernels"),
    .target(name: "CECGLibcurl"),
    .target(name: "CECGMalloc"),
    .target(
      name: "CECGPretrained", exclude: ["pretrained.safetensors", "recordings.safetensors"],
      // Where the assembler looks for the file.
      cSettings: [.headerSearchPath(".")]),
    .target(
      name: "ECGTestSupport", dependencies: ["ECGFiles"], path: "Tests/ECGTestSupport",
      swiftSettings: settings),
  ]
    + room("ECGFiles")
    + room("ECGParallel")
    + room("ECGSafetensors")
    + room("ECGRandom")
    + room(
      "ECGBoostedTrees", above: ["ECGParallel", "ECGRandom"], testResources: [.copy("Golden")])
    + room("ECGRecordings", above: ["CECGFLAC", "ECGFiles"], testResources: [.copy("Golden")])
    + room(
      "ECGSignals", above: ["ECGFiles", "ECGRecordings"], testsUse: ["ECGRandom"])
    + room(
      "ECGDatasets",
      above: [
        "ECGFiles", "ECGParallel", "ECGRandom", "ECGRecordings", "ECGSafetensors", "ECGSignals",
      ],
      resources: [.copy("Resources/mitbih_test_rows.u32le")])
    + room(
      "ECGNeuralNetwork",
      above: ["CECGBLAS", "CECGKernels", "ECGParallel", "ECGRandom", "ECGSafetensors"],
      testResources: [.copy("Golden")])
    + room(
      "ECGClassifier",
      above: [
        "CECGPretrained", "ECGDatasets", "ECGSignals", "ECGBoostedTrees", "ECGFiles",
        "ECGNeuralNetwork",
        "ECGParallel", "ECGRandom", "ECGRecordings", "ECGSafetensors",
      ])
    + room(
      "ECGAnalysis",
      above: [
        "ECGClassifier", "ECGDatasets", "ECGEvaluation", "ECGFiles", "ECGParallel",
        "ECGRecordings", "ECGSignals",
      ])
    + room("ECGDownload", above: ["CECGLibcurl", "ECGFiles"])
    + room(
      "ECGEvaluation",
      above: ["ECGDatasets", "ECGSignals", "ECGFiles", "ECGRandom", "ECGRecordings"])
    + room(
      "ECGReports",
      above: [
        "ECGDatasets", "ECGSignals", "ECGClassifier", "ECGEvaluation", "ECGFiles",
        "ECGNeuralNetwork", "ECGParallel",
        "ECGRandom", "ECGRecordings",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      resources: [.copy("Resources/report.mustache"), .copy("Resources/look.css")])
    + [
      .executableTarget(
        name: "ecg",
        dependencies: [
          "CECGMalloc", "ECGDatasets", "ECGSignals", "ECGBoostedTrees", "ECGDownload", "ECGFiles",
          "ECGNeuralNetwork", "ECGParallel", "ECGRecordings",
          "ECGAnalysis", "ECGClassifier", "ECGEvaluation", "ECGReports",
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
      .target(
        name: "ECGServer",
        dependencies: [
          "ECGFiles", "ECGRecordings", "ECGDatasets", "ECGSignals", "ECGNeuralNetwork",
          "ECGClassifier", "ECGAnalysis",
          .product(name: "Hummingbird", package: "hummingbird"),
          .product(name: "HTTPTypes", package: "swift-http-types"),
          .product(name: "Logging", package: "swift-log"),
          .product(name: "NIOCore", package: "swift-nio"),
          .product(name: "NIOHTTP1", package: "swift-nio"),
          .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        ],
        resources: [.copy("Resources/openapi.json"), .copy("Viewer")], swiftSettings: settings),
      .executableTarget(
        name: "ecg-server",
        dependencies: [
          "CECGMalloc", "ECGFiles", "ECGClassifier", "ECGServer",
          .product(name: "ArgumentParser", package: "swift-argument-parser"),
          .product(name: "Hummingbird", package: "hummingbird"),
          .product(name: "Logging", package: "swift-log"),
          .product(name: "NIOCore", package: "swift-nio"),
        ],
        swiftSettings: settings),
      .testTarget(
        name: "ECGServerTests",
        dependencies: [
          "ECGServer", "ecg", "ecg-server", "ECGAnalysis", "ECGDatasets", "ECGSignals",
          "ECGClassifier", "ECGFiles",
          "ECGRecordings",
          "ECGNeuralNetwork", "ECGTestSupport",
          .product(name: "Hummingbird", package: "hummingbird"),
          .product(name: "Logging", package: "swift-log"),
          .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        ],
        swiftSettings: settings),
    ]
)
