import ECGSignals

extension ConfusionMatrix {
  /// The share of beats called by their true class.
  public var accuracy: Double { ratio(correct, beats) }

  /// The mean recall over the classes that occur among the labels; 0 where there are no beats.
  public var balancedAccuracy: Double { balancedAccuracy(ofClassesIn: self) }

  /// The mean recall over the classes that occur among the labels of `whole`, which this is all or
  /// a draw of; 0 counts for one that was not drawn.
  func balancedAccuracy(ofClassesIn whole: ConfusionMatrix) -> Double {
    let (supports, occurring) = (supports, whole.supports)
    let recalls = counts.indices.filter { occurring[$0] > 0 }.map {
      ratio(counts[$0][$0], supports[$0])
    }
    return recalls.mean ?? 0
  }

  /// Cohen's kappa: the agreement beyond what chance would give (Cohen, Educational and
  /// Psychological Measurement 20, 1960); nil where chance alone gives complete agreement.
  public var cohensKappa: Double? {
    let all = Double(beats)
    let byChance = agreementByChance
    guard byChance < all * all else { return nil }
    return (Double(correct) * all - byChance) / (all * all - byChance)
  }

  /// The Matthews correlation coefficient of labels and predictions for `K` classes (Gorodkin,
  /// Computational Biology and Chemistry 28, 2004); 0 where either has one class alone.
  public var matthewsCorrelation: Double {
    let all = Double(beats)
    let labelSpread = all * all - supports.reduce(0) { $0 + Double($1) * Double($1) }
    let predictionSpread = all * all - predictedCounts.reduce(0) { $0 + Double($1) * Double($1) }
    guard labelSpread > 0, predictionSpread > 0 else { return 0 }
    return (Double(correct) * all - agreementByChance)
      / (labelSpread * predictionSpread).squareRoot()
  }

  /// Beats squared times the share of agreement expected of independent labels and predictions.
  private var agreementByChance: Double {
    zip(supports, predictedCounts).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
}
