import ArgumentParser

/// `--force`, which means the same everywhere.
struct OverwriteOption: ParsableArguments {
  @Flag(name: .customLong("force"), help: "Replace files that exist.")
  var overwrite = false
}
