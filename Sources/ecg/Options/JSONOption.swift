import ArgumentParser

/// `--json`, which means the same everywhere.
struct JSONOption: ParsableArguments {
  @Flag(help: "Print one JSON document to standard output, and nothing else there.")
  var json = false

  var console: Console { Console(isJSON: json) }
}
