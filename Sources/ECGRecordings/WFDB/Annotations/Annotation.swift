/// A mark at a sample of a recording: a beat, a change of rhythm, a note.
public struct Annotation: Equatable, Hashable, Sendable {
  /// Where it is, counted in samples from 0 at the record's rate, or at the file's own
  /// ``AnnotationFile/samplingRate`` where it has one.
  public var sample: Int
  /// What is there, such as `N`, `V` or `+`; see ``AnnotationCode``.
  public var symbol: Character
  /// A refinement whose meaning depends on the symbol.
  public var subtype: Int8
  /// The signal that the mark refers to.
  public var channel: UInt8
  /// A number whose meaning depends on the symbol.
  public var number: Int8
  /// Additional text as it is in the file, such as `(AFIB`: up to 255 characters of Latin-1, often
  /// with a zero character at the end. ``text`` is without it.
  public var aux: String?

  /// Creates an annotation.
  public init(
    sample: Int, symbol: Character, subtype: Int8 = 0, channel: UInt8 = 0, number: Int8 = 0,
    aux: String? = nil
  ) {
    self.sample = sample
    self.symbol = symbol
    self.subtype = subtype
    self.channel = channel
    self.number = number
    self.aux = aux
  }

  /// The additional text without the zero characters that C programs leave at its end.
  public var text: String? {
    guard let aux, let end = aux.firstIndex(of: "\0") else { return aux }
    return String(aux[..<end])
  }

  /// The name of the rhythm that begins here, such as `AFIB` for a `+` with the text `(AFIB`; nil
  /// for any other mark.
  public var rhythm: String? {
    guard symbol == "+", let text, text.hasPrefix("(") else { return nil }
    return String(text.dropFirst())
  }
}
