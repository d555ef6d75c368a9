/// A tensor of doubles for what is computed the slow and plain way.
struct PlainTensor {
  var shape: [Int]
  var values: [Double]

  init(shape: [Int], values: [Double]) {
    precondition(shape.reduce(1, *) == values.count)
    (self.shape, self.values) = (shape, values)
  }

  /// The place of each number, first axis first, with the number.
  func places() -> [[Int]] {
    var places: [[Int]] = [[]]
    for size in shape { places = places.flatMap { place in (0..<size).map { place + [$0] } } }
    return places
  }

  subscript(place: [Int]) -> Double {
    values[zip(place, shape).reduce(0) { $0 * $1.1 + $1.0 }]
  }

  init(shape: [Int], _ value: ([Int]) -> Double) {
    let empty = PlainTensor(shape: shape, values: Array(repeating: 0, count: shape.reduce(1, *)))
    self.init(shape: shape, values: empty.places().map(value))
  }

  /// Numbers of two tensors joined as NumPy broadcasts them.
  func joined(_ other: PlainTensor, _ body: (Double, Double) -> Double) -> PlainTensor {
    let rank = max(shape.count, other.shape.count)
    let (a, b) = (padded(to: rank), other.padded(to: rank))
    func place(_ place: [Int], in tensor: PlainTensor) -> [Int] {
      zip(place, tensor.shape).map { $1 == 1 ? 0 : $0 }
    }
    return PlainTensor(shape: zip(a.shape, b.shape).map { max($0, $1) }) {
      body(a[place($0, in: a)], b[place($0, in: b)])
    }
  }

  private func padded(to rank: Int) -> PlainTensor {
    PlainTensor(
      shape: Array(repeating: 1, count: rank - shape.count) + shape, values: values)
  }

  func map(_ body: (Double) -> Double) -> PlainTensor {
    PlainTensor(shape: shape, values: values.map(body))
  }

  /// An axis brought to one number.
  func reduced(_ axis: Int, keeping: Bool = true, _ body: ([Double]) -> Double) -> PlainTensor {
    var kept = shape
    kept[axis] = 1
    var result = PlainTensor(shape: kept) { place in
      body(
        (0..<shape[axis]).map {
          var place = place
          place[axis] = $0
          return self[place]
        })
    }
    if !keeping { result.shape.remove(at: axis) }
    return result
  }
}
