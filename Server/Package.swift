// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that neither the command nor whoever depends on the library resolves and
// builds what only a server needs.

/// Whether warnings are errors, as they are to what every change has to pass; not to whoever builds
/// this with a later compiler.
let isStrict = Context.environment["ECG_STRICT"] != nil

/// Language settings shared by every target.
let settings: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ] + (isStrict ? [.treatAllWarnings(as: .error)] : [])

/// What is made with ``swift-ecg``, whose checkout's folder may have any name.
let ecg: Target.Dependency = .product(name: "SwiftECG", package: "swift-ecg")

let package = Package(
  name: "swift-ecg-server",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "ECGServer", targets: ["ECGServer"]),
    .executable(name: "ecg-server", targets: ["ecg-server"]),
  ],
  dependencies: [
    .package(name: "swift-ecg", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .target(
      name: "CECGViewer", dependencies: [.product(name: "CECGEmbedded", package: "swift-ecg")],
      exclude: [
        "actions.js",
        "alarms.js",
        "annotations.js",
        "api.js",
        "ask.js",
        "beat.js",
        "beats.js",
        "classes.js",
        "colours.js",
        "compare.js",
        "complexes.js",
        "conditioning.js",
        "disclosure.js",
        "edits.js",
        "events.js",
        "experts.js",
        "families.js",
        "familypanel.js",
        "figures.js",
        "gestures.js",
        "grouping.js",
        "heading.js",
        "icon.svg",
        "index.html",
        "keeping.js",
        "keys.js",
        "labelbar.js",
        "layers.js",
        "leads.js",
        "learning.js",
        "link.js",
        "lists.js",
        "marks.js",
        "means.js",
        "menu.js",
        "merging.js",
        "messages.js",
        "monitor.css",
        "monitor.html",
        "monitor.js",
        "navigator.js",
        "openapi.json",
        "opened.js",
        "opening.js",
        "overlay.js",
        "overview.js",
        "paper.js",
        "places.js",
        "player.js",
        "print.css",
        "proposals.js",
        "pyramid.js",
        "reading.js",
        "recording.js",
        "remote.js",
        "restoring.js",
        "rhythm.js",
        "session.js",
        "stepping.js",
        "store.js",
        "stretches.js",
        "strips.js",
        "sweep.js",
        "tabs.js",
        "taking.js",
        "trace.js",
        "turns.js",
        "twelve.js",
        "viewer.css",
        "viewer.js",
      ],
      // Where the assembler looks for the files.
      cSettings: [.headerSearchPath(".")]),
    .target(
      name: "ECGServer",
      dependencies: [
        ecg, "CECGViewer",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ], swiftSettings: settings),
    .executableTarget(
      name: "ecg-server",
      dependencies: [
        ecg, "ECGServer",
        .product(name: "CECGMalloc", package: "swift-ecg"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      swiftSettings: settings),
    // A link to that of the package above.
    .target(name: "ECGTestSupport", path: "Tests/ECGTestSupport", swiftSettings: settings),
    .testTarget(
      name: "ECGServerTests",
      dependencies: [
        ecg, "ECGServer", "ECGTestSupport", "ecg-server",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
  ]
)
