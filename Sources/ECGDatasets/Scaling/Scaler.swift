import ECGParallel

/// Brings beats to the scale a network is trained on.
///
/// A scaler is fitted to the training part alone; validation and test beats, and those of new
/// recordings, go through the same one.
public struct Scaler: Equatable, Sendable {
  /// The kinds of scaling.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// Samples stay as they are.
    case none
    /// Every column to mean 0 and standard deviation 1, as scikit-learn's `StandardScaler` does.
    case standard
    /// Every beat to mean 0 and standard deviation 1 by itself.
    case perBeat = "per-beat"
  }

  /// The kind of scaling.
  public let kind: Kind
  /// `L`, the samples in a beat.
  public let samplesPerBeat: Int
  /// What is taken from each column: `L` for ``Kind/standard``, otherwise none.
  public let mean: [Double]
  /// What each column is then divided by: `L` for ``Kind/standard``, otherwise none.
  public let scale: [Double]

  /// Fits a scaler to a training part.
  ///
  /// For ``Kind/standard`` the scale is the population standard deviation, or 1 for a column that
  /// is constant (within rounding, by scikit-learn's rule). Sums are kept in `Double`.
  public init(_ kind: Kind, fittedTo dataset: BeatDataset) {
    self.kind = kind
    samplesPerBeat = dataset.samplesPerBeat
    guard kind == .standard, dataset.count > 0 else {
      let length = kind == .standard ? samplesPerBeat : 0
      mean = Array(repeating: 0, count: length)
      scale = Array(repeating: 1, count: length)
      return
    }
    let moments = ColumnMoments(of: dataset)
    mean = moments.mean
    scale = moments.variance.indices.map { column in
      moments.isConstant(column) ? 1 : moments.variance[column].squareRoot()
    }
  }

  /// Restores a scaler from its parts; nil where they do not belong together.
  ///
  /// - Parameters:
  ///   - kind: how it scales.
  ///   - samplesPerBeat: `L`.
  ///   - mean: `L` finite numbers for ``Kind/standard``, none for the other kinds.
  ///   - scale: `L` finite numbers above 0 for ``Kind/standard``, none for the other kinds.
  public init?(_ kind: Kind, samplesPerBeat: Int, mean: [Double] = [], scale: [Double] = []) {
    let length = kind == .standard ? samplesPerBeat : 0
    guard
      samplesPerBeat > 0, mean.count == length, scale.count == length,
      mean.allSatisfy(\.isFinite), scale.allSatisfy({ $0.isFinite && $0 > 0 })
    else { return nil }
    self.kind = kind
    self.samplesPerBeat = samplesPerBeat
    self.mean = mean
    self.scale = scale
  }
}

// MARK: - Applying

extension Scaler {
  /// Scales beats in place, many at the same time.
  ///
  /// - Parameter values: `N × L` samples, beat after beat.
  /// - Precondition: the number of samples is a multiple of `L`.
  public func apply(to values: inout [Float]) {
    precondition(values.count % samplesPerBeat == 0, "not a whole number of beats")
    guard kind != .none else { return }
    let beats = values.count / samplesPerBeat
    let beatsPerPart = 4096
    values.withUnsafeMutableBufferPointer { buffer in
      // Each part writes to beats of its own.
      nonisolated(unsafe) let buffer = buffer
      let parts = (beats + beatsPerPart - 1) / beatsPerPart
      ParallelWork.forEach(parts, threads: .max) { part in
        for beat in part * beatsPerPart..<min((part + 1) * beatsPerPart, beats) {
          let samples = beat * samplesPerBeat..<(beat + 1) * samplesPerBeat
          apply(toBeat: UnsafeMutableBufferPointer(rebasing: buffer[samples]))
        }
      }
    }
  }

  /// Scales the beats of a data set; a copy of them all, where there is anything to scale.
  public func applied(to dataset: BeatDataset) -> BeatDataset {
    guard kind != .none else { return dataset }
    var values = dataset.values.array(of: 0..<dataset.count)
    apply(to: &values)
    var scaled = dataset
    scaled.values = BeatValues(values, samplesPerBeat: dataset.samplesPerBeat)
    return scaled
  }

  /// Scales one beat in place.
  ///
  /// - Precondition: `beat` holds `L` samples.
  public func apply(toBeat beat: UnsafeMutableBufferPointer<Float>) {
    precondition(beat.count == samplesPerBeat, "not one beat")
    switch kind {
    case .none: return
    case .standard:
      for column in 0..<samplesPerBeat {
        beat[column] = Float((Double(beat[column]) - mean[column]) / scale[column])
      }
    case .perBeat:
      let moments = Moments(of: beat)
      for sample in 0..<samplesPerBeat {
        beat[sample] = Float((Double(beat[sample]) - moments.mean) / moments.scale)
      }
    }
  }
}

// MARK: - Codable

extension Scaler: Codable {
  private enum CodingKeys: String, CodingKey {
    case kind, samplesPerBeat, mean, scale
  }

  /// Decodes a scaler; one whose parts do not belong together is refused.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let scaler = Scaler(
      try values.decode(Kind.self, forKey: .kind),
      samplesPerBeat: try values.decode(Int.self, forKey: .samplesPerBeat),
      mean: try values.decode([Double].self, forKey: .mean),
      scale: try values.decode([Double].self, forKey: .scale))
    guard let scaler else {
      throw DecodingError.dataCorruptedError(
        forKey: .scale, in: values,
        debugDescription: "the scaler's mean and scale do not fit its kind and length")
    }
    self = scaler
  }
}
