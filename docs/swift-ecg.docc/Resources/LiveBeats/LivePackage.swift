// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "Live",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "swift-ecg", path: "swift-ecg")],
  targets: [
    .executableTarget(
      name: "Live", dependencies: [.product(name: "SwiftECG", package: "swift-ecg")])
  ]
)
