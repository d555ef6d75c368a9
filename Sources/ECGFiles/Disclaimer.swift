/// What every page, document and help says of what this package is for.
public enum Disclaimer {
  /// The sentence.
  public static let text = "For research and education; not a medical device."
}
