// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "ClassifyRecording",
  platforms: [.macOS(.v15)],
  dependencies: [
    // Named, since a checkout's folder may have any name.
    .package(name: "swift-ecg", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "ClassifyRecording", dependencies: [.product(name: "SwiftECG", package: "swift-ecg")],
      swiftSettings: [.swiftLanguageMode(.v6)])
  ]
)
