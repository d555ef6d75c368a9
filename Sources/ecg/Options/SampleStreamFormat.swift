import ArgumentParser
import ECGAnalysis

/// How samples come on standard input.
enum SampleStreamFormat: String, CaseIterable, ExpressibleByArgument {
  case text, f32, i16

  /// How samples are coded that are no text.
  var coding: SampleCoding? { SampleCoding(rawValue: rawValue) }
}
