/// `part / whole`, or 0 where there is no whole (scikit-learn's `zero_division=0`).
func ratio(_ part: Int, _ whole: Int) -> Double {
  whole == 0 ? 0 : Double(part) / Double(whole)
}

/// `part / whole`; nil where there is no whole.
func share(_ part: Int, of whole: Int) -> Double? {
  whole == 0 ? nil : Double(part) / Double(whole)
}
