// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "Beats",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "swift-ecg", path: "swift-ecg")],
  targets: [
    .executableTarget(
      name: "Beats", dependencies: [.product(name: "SwiftECG", package: "swift-ecg")])
  ]
)
