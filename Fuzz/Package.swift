// swift-tools-version: 6.2

import PackageDescription

/// Language settings shared by every Swift target.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

// To be built by ./run, which adds what the sanitizers and libFuzzer want.
let package = Package(
  name: "Fuzz",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "fuzz-readers", targets: ["fuzz-readers"])],
  dependencies: [
    // Named, since a checkout's folder may have any name.
    .package(name: "swift-ecg", path: "..")
  ],
  targets: [
    .target(name: "CFuzzer"),
    .executableTarget(
      name: "fuzz-readers",
      dependencies: [
        "CFuzzer", .product(name: "SwiftECG", package: "swift-ecg"),
        .product(name: "ECGExchange", package: "swift-ecg"),
      ],
      swiftSettings: settings),
  ]
)
