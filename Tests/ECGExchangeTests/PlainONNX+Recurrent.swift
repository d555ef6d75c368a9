import ECGExchange
import Foundation

extension PlainONNX {
  /// `GRU`, with the bias inside the product with the reset gate, or `LSTM`: the states at all
  /// samples `(L, directions, N, units)`, and those that each direction ends with.
  static func recurrent(
    _ node: ONNXNodeProto, _ x: [PlainTensor], units: Int
  ) -> (all: PlainTensor, end: PlainTensor) {
    let (samples, beats, directions) = (x[0].shape[0], x[0].shape[1], x[1].shape[0])
    var states = [[Int]: Double]()
    for direction in 0..<directions {
      for beat in 0..<beats {
        var (hidden, cells) = (
          Array(repeating: 0.0, count: units), Array(repeating: 0.0, count: units)
        )
        for step in 0..<samples {
          let sample = direction == 0 ? step : samples - 1 - step
          /// What the inputs, or the states, add to a unit of a gate.
          func inputs(_ row: Int) -> Double {
            x[3][[direction, row]]
              + (0..<x[0].shape[2]).reduce(0) {
                $0 + x[0][[sample, beat, $1]] * x[1][[direction, row, $1]]
              }
          }
          func recurrent(_ row: Int) -> Double {
            x[3][[direction, x[1].shape[1] + row]]
              + (0..<units).reduce(0) { $0 + hidden[$1] * x[2][[direction, row, $1]] }
          }
          func gate(_ index: Int, _ unit: Int) -> Double {
            let row = index * units + unit
            return 1 / (1 + exp(-inputs(row) - recurrent(row)))
          }
          let next = (0..<units).map { unit in
            if node.opType == "GRU" {
              let (update, reset) = (gate(0, unit), gate(1, unit))
              let row = 2 * units + unit
              let candidate = tanh(inputs(row) + reset * recurrent(row))
              return (1 - update) * candidate + update * hidden[unit]
            }
            let (input, output, forget) = (gate(0, unit), gate(1, unit), gate(2, unit))
            let row = 3 * units + unit
            cells[unit] = forget * cells[unit] + input * tanh(inputs(row) + recurrent(row))
            return output * tanh(cells[unit])
          }
          hidden = next
          for unit in 0..<units { states[[sample, direction, beat, unit]] = hidden[unit] }
        }
      }
    }
    return (
      PlainTensor(shape: [samples, directions, beats, units]) { states[$0] ?? 0 },
      PlainTensor(shape: [directions, beats, units]) {
        states[[$0[0] == 0 ? samples - 1 : 0] + $0] ?? 0
      }
    )
  }

  /// Products of matrices, in the last two axes; a matrix alone serves for all.
  static func products(_ x: PlainTensor, _ y: PlainTensor) -> PlainTensor {
    let width = y.shape[y.shape.count - 1]
    return PlainTensor(shape: x.shape.dropLast() + [width]) { place in
      let (rows, column) = (Array(place.dropLast()), place[place.count - 1])
      let matrix = y.shape.count == 2 ? [] : Array(place.dropLast(2))
      return (0..<x.shape[x.shape.count - 1]).reduce(0) { sum, index in
        sum + x[rows + [index]] * y[matrix + [index, column]]
      }
    }
  }
}
