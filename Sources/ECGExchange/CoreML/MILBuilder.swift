import Foundation

/// Puts an ML Program together, operation after operation.
///
/// MIL is the language of such programs. Names there are letters, digits and underscores: dots
/// become underscores. Every argument that is not another operation's result is a constant, an
/// operation of its own.
struct MILBuilder {
  private(set) var operations: [CoreMLOperation] = []
  private(set) var weights = MILWeightFile()

  /// What an operation gives.
  struct Value {
    let name: String
    /// The sizes of its axes; nil is the number of beats, which may be any.
    let shape: [Int?]
    let type: CoreMLDataType

    /// Names what there is to be; see ``MILBuilder`` for what becomes of dots.
    init(name: String, shape: [Int?], type: CoreMLDataType = .float32) {
      self.name = name.replacing(".", with: "_")
      self.shape = shape
      self.type = type
    }
  }

  /// What an operation takes.
  enum Input {
    case value(Value)
    case values([Value])
    case number(Float)
    case integer(Int)
    case integers([Int])
    case flag(Bool)
    case flags([Bool])
    case text(String)
  }

  /// Appends an operation of one result.
  ///
  /// - Parameters:
  ///   - inputs: what it takes, by MIL's names.
  ///   - name: the name of its result.
  ///   - shape: the result's shape.
  mutating func append(
    _ operation: String, _ inputs: [String: Input], as name: String, shape: [Int?],
    type: CoreMLDataType = .float32
  ) -> Value {
    let result = Value(name: name, shape: shape, type: type)
    append(operation, inputs, as: name, results: [result])
    return result
  }

  /// Appends an operation with the results that it has.
  mutating func append(
    _ operation: String, _ inputs: [String: Input], as name: String, results: [Value]
  ) {
    var message = CoreMLOperation()
    message.type = operation
    for (key, input) in inputs.sorted(by: { $0.key < $1.key }) {
      message.inputs[key] = argument(input, named: "\(name).\(key)")
    }
    message.outputs = results.map(Self.output)
    message.attributes["name"] = .text(name.replacing(".", with: "_"))
    operations.append(message)
  }

  /// Adds a constant of 32-bit floats, last axis fastest.
  ///
  /// - Precondition: there are as many `values` as `shape` says.
  mutating func constant(_ values: [Float], shape: [Int], as name: String) -> Value {
    precondition(values.count == shape.reduce(1, *))
    var constant = CoreMLValue()
    constant.type = .tensor(.float32, shape)
    if values.count < Self.leastInFile {
      constant.immediateValue.tensor.floats.values = values
    } else {
      constant.blobFileValue.fileName = "@model_path/weights/weight.bin"
      constant.blobFileValue.offset = weights.add(values)
    }
    return add(constant, .init(name: name, shape: shape))
  }

  /// Adds a vector of whole numbers.
  mutating func constant(_ values: [Int], as name: String) -> Value {
    add(small(.integers(values)), named: name)
  }

  /// As few numbers as coremltools puts into the file of weights; fewer stand in the
  /// program itself.
  private static let leastInFile = 10

  private mutating func argument(_ input: Input, named name: String) -> CoreMLArgument {
    let values: [Value]
    switch input {
    case .value(let value): values = [value]
    case .values(let several): values = several
    default: values = [add(small(input), named: name)]
    }
    var argument = CoreMLArgument()
    argument.arguments = values.map { value in
      var binding = CoreMLArgument.Binding()
      binding.name = value.name
      return binding
    }
    return argument
  }

  private func small(_ input: Input) -> CoreMLValue {
    var value = CoreMLValue()
    switch input {
    case .value, .values: break
    case .number(let number):
      value.type = .tensor(.float32, [])
      value.immediateValue.tensor.floats.values = [number]
    case .integer(let integer):
      value.type = .tensor(.int32, [])
      value.immediateValue.tensor.ints.values = [Int32(integer)]
    case .integers(let integers):
      value.type = .tensor(.int32, [integers.count])
      value.immediateValue.tensor.ints.values = integers.map(Int32.init)
    case .flag(let flag):
      value.type = .tensor(.bool, [])
      value.immediateValue.tensor.bools.values = [flag]
    case .flags(let flags):
      value.type = .tensor(.bool, [flags.count])
      value.immediateValue.tensor.bools.values = flags
    case .text(let text): value = .text(text)
    }
    return value
  }

  private mutating func add(_ constant: CoreMLValue, named name: String) -> Value {
    let tensor = constant.type.tensorType
    return add(
      constant,
      .init(
        name: name, shape: tensor.dimensions.map { Int($0.constant.size) },
        type: tensor.dataType))
  }

  private mutating func add(_ constant: CoreMLValue, _ value: Value) -> Value {
    var message = CoreMLOperation()
    message.type = "const"
    message.outputs = [Self.output(value)]
    message.attributes = ["name": .text(value.name), "val": constant]
    operations.append(message)
    return value
  }

  private static func output(_ value: Value) -> CoreMLNamedValueType {
    var output = CoreMLNamedValueType()
    output.name = value.name
    output.type = .tensor(value.type, value.shape)
    return output
  }

  /// The program of all operations, a function `main` of one input and one output.
  ///
  /// - Parameter opset: the operators' version as its name is in Core ML.
  func program(input: Value, output: Value, opset: String) -> CoreMLProgram {
    var block = CoreMLBlock()
    block.operations = operations
    block.outputs = [output.name]
    var function = CoreMLFunction()
    function.inputs = [Self.output(input)]
    function.opset = opset
    function.blockSpecializations = [opset: block]
    var program = CoreMLProgram()
    program.version = 1
    program.functions = ["main": function]
    return program
  }
}

extension CoreMLValueType {
  /// The type of a tensor; nil among the sizes is one that is not known before it runs.
  static func tensor(_ type: CoreMLDataType, _ shape: [Int?]) -> CoreMLValueType {
    var value = CoreMLValueType()
    value.tensorType.dataType = type
    value.tensorType.rank = Int64(shape.count)
    value.tensorType.dimensions = shape.map { size in
      var dimension = CoreMLDimension()
      if let size {
        dimension.constant.size = UInt64(size)
      } else {
        dimension.unknown = .init()
      }
      return dimension
    }
    return value
  }
}

extension CoreMLValue {
  /// Text as a value.
  static func text(_ text: String) -> CoreMLValue {
    var value = CoreMLValue()
    value.type = .tensor(.string, [])
    value.immediateValue.tensor.strings.values = [text]
    return value
  }
}
