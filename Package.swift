// swift-tools-version: 6.2

import PackageDescription

/// Language settings shared by every Swift target.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A stop on the way of the data: a library target with its tests.
func stop(
  _ name: String, after dependencies: [Target.Dependency] = [], resources: [Resource] = [],
  testResources: [Resource] = []
) -> [Target] {
  [
    .target(
      name: name, dependencies: dependencies, resources: resources, swiftSettings: settings),
    .testTarget(
      name: "\(name)Tests",
      dependencies: [.target(name: name), "ECGTestSupport"] + dependencies,
      resources: testResources, swiftSettings: settings),
  ]
}

let package = Package(
  name: "swift-ecg",
  platforms: [.macOS(.v15), .iOS(.v18)],
  products: [
    .library(
      name: "SwiftECG",
      targets: ["ECGRecordings", "ECGBeats", "ECGNeuralNetwork", "ECGClassifier", "ECGEvaluation"]),
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
    + stop("ECGFiles")
    + stop("ECGParallel")
    + stop("ECGSafetensors")
    + stop("ECGRandom")
    + stop(
      "ECGBoostedTrees", after: ["ECGParallel", "ECGRandom"], testResources: [.copy("Golden")])
    + stop("ECGRecordings", after: ["CECGFLAC", "ECGFiles"], testResources: [.copy("Golden")])
    + stop(
      "ECGBeats",
      after: ["ECGFiles", "ECGParallel", "ECGRandom", "ECGRecordings", "ECGSafetensors"],
      resources: [.copy("Resources/mitbih_test_rows.u32le")])
    + stop(
      "ECGNeuralNetwork",
      after: ["CECGBLAS", "CECGKernels", "ECGParallel", "ECGRandom", "ECGSafetensors"],
      testResources: [.copy("Golden")])
    + stop(
      "ECGClassifier",
      after: [
        "CECGPretrained", "ECGBeats", "ECGBoostedTrees", "ECGFiles", "ECGNeuralNetwork",
        "ECGParallel", "ECGRandom", "ECGRecordings", "ECGSafetensors",
      ])
    + stop("ECGDownload", after: ["CECGLibcurl", "ECGFiles"])
    + stop("ECGEvaluation", after: ["ECGBeats", "ECGFiles", "ECGRandom", "ECGRecordings"])
    + stop(
      "ECGReports",
      after: [
        "ECGBeats", "ECGClassifier", "ECGEvaluation", "ECGFiles", "ECGNeuralNetwork", "ECGParallel",
        "ECGRandom", "ECGRecordings",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      resources: [.copy("Resources/report.mustache"), .copy("Resources/look.css")])
    + [
      .executableTarget(
        name: "ecg",
        dependencies: [
          "CECGMalloc", "ECGBeats", "ECGBoostedTrees", "ECGDownload", "ECGFiles",
          "ECGNeuralNetwork", "ECGParallel", "ECGRecordings",
          "ECGClassifier", "ECGEvaluation", "ECGReports",
          .product(name: "ArgumentParser", package: "swift-argument-parser"),
          .product(name: "Logging", package: "swift-log"),
        ],
        swiftSettings: settings),
      .testTarget(
        name: "ecgTests",
        dependencies: [
          "ECGTestSupport", "ECGFiles", "ECGRecordings", "ECGDownload", "ECGBeats", "ECGClassifier",
          "ECGSafetensors",
          "ECGNeuralNetwork", "ecg",
        ],
        swiftSettings: settings),
      .target(
        name: "ECGServer",
        dependencies: [
          "ECGFiles", "ECGRecordings", "ECGBeats", "ECGNeuralNetwork", "ECGClassifier",
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
          "ECGServer", "ecg", "ecg-server", "ECGBeats", "ECGClassifier", "ECGFiles",
          "ECGRecordings",
          "ECGNeuralNetwork", "ECGTestSupport",
          .product(name: "Hummingbird", package: "hummingbird"),
          .product(name: "Logging", package: "swift-log"),
          .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        ],
        swiftSettings: settings),
    ]
)
