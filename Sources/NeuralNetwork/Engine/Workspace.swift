/// The memory of one worker: every feature map of a program, and where asked for its gradient.
///
/// Allocated once; passes reuse it. A class, because it is a place and not a value; a worker has
/// its own, and two never share one.
package final class Workspace: @unchecked Sendable {
  // `@unchecked`: it travels into a worker's closure, and only that worker touches it until the
  // workers have been joined.

  let program: Program
  let capacity: Int
  package let values: [UnsafeMutablePointer<Float>]
  package let mapGradients: [UnsafeMutablePointer<Float>?]
  /// Whether an operation has written the map's gradient in this backward pass.
  var hasGradient: [Bool]
  /// Room for one gradient, or one set of rearranged weights, while it is being put together.
  let spare: UnsafeMutablePointer<Float>
  private let scratch: [UnsafeMutablePointer<Float>]
  private var allocations: [UnsafeMutablePointer<Float>] = []

  /// Allocates the memory for passes of up to `capacity` beats.
  ///
  /// - Parameters:
  ///   - gradients: whether backward passes will run.
  ///   - inputGradient: whether they are to go back to the network's input.
  package init(program: Program, capacity: Int, gradients: Bool, inputGradient: Bool = false) {
    var allocations: [UnsafeMutablePointer<Float>] = []
    func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
      // Cache lines of zeros; the padding rows rely on it.
      let bytes = max(count, 1) * MemoryLayout<Float>.stride
      let pointer = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        .bindMemory(to: Float.self, capacity: max(count, 1))
      pointer.initialize(repeating: 0, count: max(count, 1))
      allocations.append(pointer)
      return pointer
    }
    self.program = program
    self.capacity = capacity
    values = program.maps.map { allocate($0.count(beats: capacity)) }
    mapGradients = program.maps.indices.map { index in
      guard gradients, index != program.input.index || inputGradient else { return nil }
      return allocate(program.maps[index].count(beats: capacity))
    }
    hasGradient = Array(repeating: false, count: program.maps.count)
    let largestMap = program.maps.map { $0.count(beats: capacity) }.max() ?? 0
    let largestParameter = program.parameters.map(\.range.count).max() ?? 0
    spare = allocate(gradients ? max(largestMap, largestParameter) : 0)
    scratch = program.operations.map { allocate($0.scratchCount) }
    self.allocations = allocations
  }

  deinit { for pointer in allocations { pointer.deallocate() } }

  /// Runs every operation in order.
  package func forward(_ pass: Pass) {
    for (operation, scratch) in zip(program.operations, scratch) {
      operation.forward(pass, scratch: scratch)
    }
  }

  /// Runs every operation's way back, last one first, from the gradient of the output map.
  package func backward(_ pass: Pass) {
    for index in hasGradient.indices { hasGradient[index] = false }
    for (operation, scratch) in zip(program.operations, scratch).reversed() {
      operation.backward(pass, scratch: scratch)
    }
  }
}
