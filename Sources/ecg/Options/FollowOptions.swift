import ArgumentParser

/// What shows how a training goes, beside the terminal.
struct FollowOptions: ParsableArguments {
  @Option(
    help: "A folder for event files, which \"tensorboard --logdir\" shows while it trains.",
    completion: .directory)
  var tensorboard: String?

  @Flag(
    help: """
      Write a page with the curves so far after each epoch, for a browser to look at while it trains: \
      watch.html in the output folder, MODEL.watch.html beside a model.
      """)
  var watch = false
}
