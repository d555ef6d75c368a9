import ArgumentParser
import ECGDatasets

/// `--rescale`, which means the same everywhere.
struct BeatScaleOption: ParsableArguments {
  @Flag(
    help: """
      Bring each beat to 0 … 1 by its own lowest and highest sample first, as the beats are that the \
      pretrained model knows; not for models that were trained on beats of another scale.
      """)
  var rescale = false

  /// The beats as they are to be used.
  func applied(to beats: BeatDataset) -> BeatDataset {
    rescale ? UnitRange.scaled(beats) : beats
  }
}
