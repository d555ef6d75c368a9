/// The version of the package.
public enum Version {
  /// The version, as in the change log.
  public static let current = "0.1.0"
}
