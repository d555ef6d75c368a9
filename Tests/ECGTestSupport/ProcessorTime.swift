import Foundation
import Testing

/// The processor time, in seconds, that this thread takes for `body`: that others take the
/// processor in between does not count.
package func processorTime(of body: () throws -> Void) throws -> Double {
  func now() throws -> Double {
    var time = timespec()
    try #require(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
  let start = try now()
  try body()
  return try now() - start
}
