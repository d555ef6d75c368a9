// swift-tools-version: 6.2

import PackageDescription

/// Language settings shared by every target.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "compare-ours", targets: ["compare-ours"]),
    .executable(name: "try-recipe", targets: ["try-recipe"]),
  ],
  dependencies: [
    // Named, since a checkout's folder may have any name.
    .package(name: "swift-ecg", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .target(
      name: "BenchmarkSupport",
      dependencies: [.product(name: "SwiftECG", package: "swift-ecg")],
      swiftSettings: settings),
    .executableTarget(
      name: "compare-ours",
      dependencies: [
        "BenchmarkSupport",
        .product(name: "SwiftECG", package: "swift-ecg"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "try-recipe",
      dependencies: [
        "BenchmarkSupport",
        .product(name: "SwiftECG", package: "swift-ecg"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "ECGBenchmarks",
      dependencies: [
        "BenchmarkSupport",
        .product(name: "SwiftECG", package: "swift-ecg"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Benchmarks/ECGBenchmarks",
      swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ]
)
