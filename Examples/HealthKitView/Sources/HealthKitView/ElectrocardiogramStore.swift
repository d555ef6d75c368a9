#if canImport(HealthKit)
  import Foundation
  import HealthKit

  /// Reads electrocardiograms of the user's watch from HealthKit.
  public struct ElectrocardiogramStore: Sendable {
    private let store = HKHealthStore()

    public init() {}

    /// Asks the user for leave to read electrocardiograms. Whether it was given, HealthKit does not
    /// tell: without it there are none.
    public func requestAuthorization() async throws {
      try await store.requestAuthorization(
        toShare: [], read: [HKObjectType.electrocardiogramType()])
    }

    /// The latest electrocardiograms, the last first.
    public func latest(_ count: Int) async throws -> [HKElectrocardiogram] {
      try await HKSampleQueryDescriptor(
        predicates: [.electrocardiogram()],
        sortDescriptors: [SortDescriptor(\.startDate, order: .reverse)], limit: count
      ).result(for: store)
    }

    /// The samples of an electrocardiogram.
    ///
    /// - Throws: what HealthKit throws.
    public func samples(of electrocardiogram: HKElectrocardiogram) async throws
      -> WatchElectrocardiogram
    {
      var voltages: [Float] = []
      voltages.reserveCapacity(electrocardiogram.numberOfVoltageMeasurements)
      for try await voltage in measurements(of: electrocardiogram) { voltages.append(voltage) }
      let rate = electrocardiogram.samplingFrequency?.doubleValue(for: .hertz())
      return WatchElectrocardiogram(
        start: electrocardiogram.startDate, samplingRate: rate ?? Self.usualRate, voltages: voltages
      )
    }

    /// Samples per second where HealthKit does not say.
    private static let usualRate = 512.0

    /// The voltages in mV, not a number where HealthKit has none.
    private func measurements(
      of electrocardiogram: HKElectrocardiogram
    ) -> AsyncThrowingStream<Float, any Error> {
      AsyncThrowingStream { continuation in
        let query = HKElectrocardiogramQuery(electrocardiogram) { _, result in
          switch result {
          case .measurement(let measurement):
            let quantity = measurement.quantity(for: .appleWatchSimilarToLeadI)
            let voltage = quantity?.doubleValue(for: .voltUnit(with: .milli))
            continuation.yield(voltage.map { Float($0) } ?? .nan)
          case .done: continuation.finish()
          case .error(let error): continuation.finish(throwing: error)
          @unknown default: continuation.finish()
          }
        }
        continuation.onTermination = { [store] _ in store.stop(query) }
        store.execute(query)
      }
    }
  }
#endif
