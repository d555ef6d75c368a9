import ECGFiles
import ECGSafetensors
import Foundation

extension BadInput {
  /// Models and checkpoints that are not what they should be.
  static let models: [BadInput] = [
    BadInput(
      "a missing model", "classify --model none beats.csv", 66, says: "none: there is no such"),
    BadInput("an empty model", classify, 65, says: "bad.safetensors") {
      try $0.write("bad.safetensors", "")
    },
    BadInput(
      "text for a model", "evaluate --data beats.csv bad.safetensors", 65,
      says: "expected a model, a safetensors file, found text"
    ) { try $0.write("bad.safetensors", "0.1,0.2\n") },
    BadInput("a file of beats for a model", classify, 65, says: "found a file of beats") {
      try $0.write(
        "bad.safetensors", try Samples.model { $0.metadata["format"] = "swift-ecg beats" })
    },
    BadInput("a truncated model", classify, 65, says: "bad.safetensors", "bytes") {
      try $0.write("bad.safetensors", Samples.model.dropLast(1000))
    },
    BadInput("a header length of 2^60", classify, 65, says: "1152921504606846976") {
      try $0.write(
        "bad.safetensors", Data([0, 0, 0, 0, 0, 0, 0, 0x10]) + Samples.model.dropFirst(8))
    },
    BadInput("a header that is not JSON", classify, 65, says: "byte 8", "JSON") {
      try $0.write("bad.safetensors", Data([4, 0, 0, 0, 0, 0, 0, 0]) + Data("nope".utf8))
    },
    BadInput("tensors of the wrong shape", classify, 65, says: "bad.safetensors", "shape") {
      let model = try Samples.model { content in
        for (name, tensor) in content.tensors {
          content.tensors[name] = .init(
            shape: [tensor.values.count, 1, 1, 1], values: tensor.values)
        }
      }
      try $0.write("bad.safetensors", model)
    },
    BadInput("a missing tensor", classify, 65, says: "bad.safetensors") {
      let model = try Samples.model { content in
        content.tensors.keys.sorted().first.map { content.tensors[$0] = nil }
      }
      try $0.write("bad.safetensors", model)
    },
    BadInput("a model of another version", classify, 65, says: "format version 2, found 99") {
      try $0.write("bad.safetensors", try Samples.model { $0.metadata["formatVersion"] = "99" })
    },
    BadInput("a safetensors file of something else", classify, 65, says: "something else") {
      try $0.write("bad.safetensors", try Samples.model { $0.metadata = [:] })
    },
    BadInput("a model without its scaler", classify, 65, says: "scaler") {
      try $0.write("bad.safetensors", try Samples.model { $0.metadata["scaler"] = nil })
    },
    BadInput("a model that is not there", "model-info none", 66, says: "none: there is no such"),
    BadInput(
      "beats for a model to be shown", "model-info beats.csv", 65, says: "beats.csv", "safetensors"
    ),
    BadInput("a card without scores", "model-info --card", 64, says: "--metrics"),
    BadInput("scores without a card", "model-info --metrics m.json", 64, says: "--card"),
    BadInput("a training without a card", "model-info --training t.json", 64, says: "--card"),
    BadInput(
      "a card as JSON", "model-info --card --metrics m.json --json", 64, says: "choose one"),
    BadInput("a card of missing scores", "\(card) none.json", 66, says: "none.json: there is no"),
    BadInput("a card of no scores", "\(card) beats.csv", 65, says: "beats.csv: expected a JSON"),
    BadInput("a card of half the scores", "\(card) m.json", 65, says: "expected the name") {
      try $0.write("m.json", #"{"version": "0.1.0"}"#)
    },
    BadInput(
      "beats with the provenance of others", "evaluate --data beats.csv", 65,
      says: "beats_provenance.csv: expected a line for each of 110 beats, found 1", "Prepare"
    ) {
      try $0.write("beats_provenance.csv", "row,record,sample,symbol,class\n0,100,77,N,N\n")
    },
    BadInput("an older model", classify, 65, says: "format version 2, found 1", "train it again") {
      try $0.write("bad.safetensors", try Samples.model { $0.metadata["formatVersion"] = "1" })
    },
    BadInput(
      "an export to an unknown format",
      "export model.safetensors --format tflite --output m.tflite",
      64, says: "tflite", "onnx"),
    BadInput(
      "an export over a file", "export model.safetensors --format onnx --output beats.csv", 73,
      says: "beats.csv: exists already", "--force"),
    BadInput(
      "an export of a missing model", "export none --format onnx --output m.onnx", 66,
      says: "none: there is no such"),
    BadInput(
      "an export of beats", "export beats.csv --format onnx --output m.onnx", 65,
      says: "beats.csv", "safetensors"),
    BadInput(
      "a module of PyTorch by another name",
      "export model.safetensors --format pytorch --output m.safetensors", 73,
      says: "m.safetensors: expected the name of a Python file", "NAME.py"),
    BadInput(
      "a package of Core ML by another name",
      "export model.safetensors --format coreml --output m.mlmodel", 73,
      says: "m.mlmodel: expected the name of a package", "NAME.mlpackage"),
    BadInput(
      "an export of a model for recordings", "export bad.safetensors --format onnx --output m.onnx",
      65, says: "bad.safetensors: expected a model for beats, found one for recordings", "trees"
    ) {
      try $0.write("bad.safetensors", EmbeddedFile.content(of: "recordings.safetensors"))
    },
    BadInput("an import of beats", "\(importing) beats.csv", 65, says: "beats.csv: byte", "ONNX"),
    BadInput(
      "an import of a missing file", "\(importing) none", 66, says: "none: there is no such"),
    BadInput(
      "an import with standard scaling",
      "import m.onnx --classes N,V --scaling standard --output new.safetensors", 64,
      says: "none or per-beat", "found standard"),
    BadInput(
      "an import with a class twice",
      "import m.onnx --classes N,N --scaling none --output new.safetensors", 64,
      says: "--classes", "found N,N"),
    BadInput(
      "the same model twice",
      "ensemble model.safetensors model.safetensors --output new.safetensors",
      65, says: "model.safetensors: expected networks of different seeds, found seed 1 again"),
    BadInput(
      "models of different beats", "ensemble model.safetensors bad.safetensors --output new", 65,
      says: "bad.safetensors: expected a model of beats", "found other",
      "the first model is model.safetensors"
    ) {
      try $0.write(
        "bad.safetensors", try Samples.model { $0.metadata["dataFingerprint"] = "other" })
    },
    BadInput(
      "a missing model among others", "ensemble model.safetensors none --output new", 66,
      says: "none: there is no such"),
    BadInput(
      "other beats than the models' own",
      "ensemble model.safetensors bad.safetensors --data few.csv --output new", 65,
      says: "few.csv: expected the beats the model was trained on"
    ) {
      try $0.write("bad.safetensors", try Samples.model(seed: 2))
      try $0.write("few.csv", Samples.beats.dropLast(4700))
    },
    BadInput(
      "an existing ensemble", "ensemble model.safetensors none --output beats.csv", 73,
      says: "beats.csv: exists already"),
    BadInput(
      "a missing model to begin with", "\(train) --data beats.csv --from none", 66,
      says: "none: there is no such"),
    BadInput(
      "a damaged model to begin with", "\(train) --data beats.csv --from bad.safetensors", 65,
      says: "bad.safetensors", "bytes"
    ) {
      try $0.write("bad.safetensors", Samples.model.dropLast(1000))
    },
    BadInput(
      "a model to begin with of another recipe",
      "\(train) --data beats.csv --recipe fast --from pretrained",
      65,
      says: "pretrained: expected a network with the convolutions of recipe fast, found one of "
        + "recipe default", "--recipe default"),
    BadInput(
      "several networks to begin with", "\(train) --data beats.csv --from bad.safetensors", 65,
      says: "bad.safetensors: expected a model of one network, found one of 2"
    ) {
      try $0.write(
        "bad.safetensors",
        Samples.model { file in
          for (name, tensor) in file.tensors {
            file.tensors[name.replacing("members.0", with: "members.1")] = tensor
          }
          guard let members = file.metadata["members"] else { return }
          let one = members.dropFirst().dropLast()
          file.metadata["members"] =
            "[\(one),\(one.replacing(#""seed":1"#, with: #""seed":2"#))]"
        })
    },
    BadInput(
      "a model for recordings to begin with", "\(train) --data beats.csv --from bad.safetensors",
      65,
      says:
        "bad.safetensors: expected a model for beats of this program, found a model for recordings",
      "ecg train beats"
    ) {
      try $0.write(
        "bad.safetensors",
        Samples.model { $0.metadata["format"] = "swift-ecg recording classifier" })
    },
    BadInput(
      "patients that are not known",
      "evaluate patient-folds --data pair.csv", 65,
      says: "ecg: pair.csv: expected beats whose patients are known", "ecg prepare ptbdb"
    ) {
      try $0.write("pair.csv", try Samples.infarctions)
    },
    BadInput(
      "a missing checkpoint", "\(train) --data beats.csv --resume none", 66,
      says: "none: there is no checkpoint"),
    BadInput(
      "a model for a checkpoint", "\(train) --data beats.csv --resume model.safetensors", 65,
      says: "expected a checkpoint"),
  ]

  private static let importing =
    "import --classes N,S,V,F,Q --scaling none --output new.safetensors"
  private static let card = "model-info model.safetensors --card --metrics"
  private static let classify = "classify --model bad.safetensors beats.csv"
}
