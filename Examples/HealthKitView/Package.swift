// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "HealthKitView",
  platforms: [.macOS(.v15), .iOS(.v18)],
  products: [.library(name: "HealthKitView", targets: ["HealthKitView"])],
  dependencies: [
    // Named, since a checkout's folder may have any name.
    .package(name: "swift-ecg", path: "../..")
  ],
  targets: [
    .target(
      name: "HealthKitView", dependencies: [.product(name: "SwiftECG", package: "swift-ecg")],
      swiftSettings: [.swiftLanguageMode(.v6)]),
    .testTarget(
      name: "HealthKitViewTests",
      dependencies: ["HealthKitView", .product(name: "SwiftECG", package: "swift-ecg")],
      swiftSettings: [.swiftLanguageMode(.v6)]),
  ]
)
