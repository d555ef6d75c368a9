import Foundation

extension BadInput {
  /// Slips of the fingers, answered with what was probably meant.
  static let slips: [BadInput] = [
    BadInput(
      "a command that is none", "rnu", 64, says: "found 'rnu'",
      "Did you mean 'run'? See"),
    BadInput(
      "a subcommand that is none", "recipe chek", 64, says: "expected a command, found 'chek'",
      "Did you mean 'check'? See 'ecg recipe --help'"),
    BadInput(
      "a subcommand that is none where one is usual", "runs compair a b", 64,
      says: "found 'compair'", "Did you mean 'compare'? See 'ecg runs --help'"),
    BadInput(
      "a subcommand that is none, or a file", "evaluate recordngs", 64,
      says: "a command or a file that is there", "Did you mean 'recordings'?"),
    BadInput(
      "a word where no command belongs", "doctor rnu", 64, says: "Unexpected argument 'rnu'"),
    BadInput("a command like no other", "xyzzyxyzzy", 64, says: "Unexpected argument 'xyzzyxyzzy'"),
    BadInput(
      "an option that is none", "run --recip fast", 64, says: "Did you mean '--recipe'? See"),
    BadInput(
      "two leads", "detect beats.csv --rate 360 --lead MLII --lead V5", 64,
      says: "--lead: expected one value, found MLII and V5"),
    BadInput("a negative seed", "run --seed -1", 64, says: "'-1' is invalid for '--seed"),
    BadInput(
      "a negative rate", "train --learning-rate -3 --output m.safetensors", 64, says: "found -3"),
    BadInput("a negative confidence", "classify beats.csv --abstain -0.5", 64, says: "found -0.5"),
    BadInput(
      "an empty folder's name", "detect beats.csv --output=", 64,
      says: "--output: expected a value, found nothing"),
    BadInput(
      "beats for a model", "evaluate beats.csv", 64,
      says: "expected a model, found a table, beats.csv; beats to score a model on go with --data"),
    BadInput(
      "a seed where chance plays no part", "classify beats.csv --seed 3", 64, says: "'--seed'"),
    BadInput(
      "a lead of beats", "classify beats.csv --lead II", 64, says: "--lead: expected a recording",
      "--rate"),
    BadInput(
      "annotations of beats", "classify beats.csv --annotator atr", 64,
      says: "--annotator: expected a recording"),
    BadInput(
      "a unit that is none", "detect beats.csv --rate 360 --unit banana", 64,
      says: "--unit: expected nV, uV, mV or V, found banana"),
    BadInput(
      "a file that is not there", "classify nope.csv", 66, says: "nope.csv: there is no such file"),
  ]

  /// Outputs that cannot be written.
  static let outputs: [BadInput] = [
    BadInput(
      "an existing model", "train --data beats.csv --output model.safetensors", 73,
      says: "exists already", "--force"),
    BadInput(
      "a folder for the model", "train --data beats.csv --output folder", 73, says: "found a folder"
    ) {
      try $0.make("folder")
    },
    BadInput(
      "a file for the output folder", "run --data beats.csv --output beats.csv", 73,
      says: "beats.csv", "cannot be made"),
    BadInput(
      "a folder that cannot be made", "train --data beats.csv --output /dev/null/new.safetensors",
      73, says: "/dev/null", "cannot be made"),
    BadInput(
      "a device", "classify --model model.safetensors beats.csv --output /dev/null --force", 73,
      says: "found a device"),
    BadInput(
      "an existing report", "explore --data beats.csv --output out", 73,
      says: "report.html: exists already", "--force"
    ) {
      try $0.write("out/report.html", "mine")
    },
    BadInput(
      "existing figures", "run --data beats.csv --output out", 73, says: "figures: exists already",
      "--force"
    ) {
      try $0.write("out/figures/mine.svg", "mine")
    },
    BadInput(
      "an existing figure", "classify beats.csv --explain --figure beats.svg", 73,
      says: "beats.svg: exists already"
    ) {
      try $0.write("beats.svg", "mine")
    },
    BadInput(
      "the folder of a run", "evaluate --data beats.csv --output out --force", 73,
      says: "out: expected a folder for an evaluation, found that of a run", "Choose another folder"
    ) {
      try $0.write("out/run.json", "{}")
    },
    BadInput(
      "existing doubtful beats", "evaluate --data beats.csv --output out", 73,
      says: "doubtful-beats.csv: exists already"
    ) {
      try $0.write("out/doubtful-beats.csv", "mine")
    },
    BadInput(
      "existing beats", "prepare mitdb records --output out", 73,
      says: "mitbih_test.csv: exists already"
    ) {
      try $0.write("out/mitbih_test.csv", "mine")
    },
    BadInput(
      "the checkpoint of another training", "\(train) --data beats.csv", 73,
      says: "new.checkpoint.safetensors", "--resume new.checkpoint.safetensors", "--force"
    ) {
      try $0.write("new.checkpoint.safetensors", "mine")
    },
  ]

  /// Wrong options.
  static let usage: [BadInput] = [
    BadInput(
      "beats of no known form", "prepare synthetic --beats 10 --output beats.parquet", 64,
      says: "--output: expected a name that ends in .safetensors or .csv"),
    BadInput(
      "no beats", "prepare synthetic --beats 0 --output beats.csv", 64,
      says: "--beats: expected a number from 1"),
    BadInput("an unknown database", "download cifar", 64, says: "cifar", "mitdb"),
    BadInput(
      "a mirror that is no address", "download mitdb --mirror example.org/mitdb", 64,
      says: "--mirror: expected an address", "found example.org/mitdb"),
    BadInput(
      "a server that is not there", "download mitdb --mirror http://127.0.0.1:1/", 69,
      says: "http://127.0.0.1:1/SHA256SUMS.txt: cannot be reached"),
    BadInput("an unknown command", "frobnicate", 64, says: "frobnicate", "--help"),
    BadInput("an unknown option", "\(train) --frobnicate", 64, says: "--frobnicate", "--help"),
    BadInput("no output", "train --data beats.csv", 64, says: "--output"),
    BadInput(
      "an unknown recipe", "\(train) --recipe soup", 64,
      says: "expected default, fast or reference, found soup"),
    BadInput(
      "a recipe's name with a slip", "\(train) --recipe fsat", 64, says: "Did you mean 'fast'?"),
    BadInput(
      "a recipe's file that is not there", "\(train) --recipe mine.json", 66,
      says: "mine.json: there is no such file"),
    BadInput(
      "a recipe's file with a slip", "\(train) --recipe mine.json", 65,
      says: "mine.json: line 2: epoch: expected a field of a recipe", "The nearest name is epochs"
    ) { try $0.write("mine.json", "{name: 'x',\n epoch: 3, layers: []}") },
    BadInput(
      "a recipe for other beats", "\(train) --data beats.csv --recipe mine.json", 65,
      says: "mine.json: line 2: layers.0: MaxPool1D: expected at least 999 samples, found 187"
    ) {
      try $0.write(
        "mine.json",
        "{name: 'x', epochs: 1, layers: [\n{layer: 'MaxPool1D', size: 999}, {layer: 'Flatten'},"
          + " {layer: 'Dense', units: 'classes'}]}")
    },
    BadInput(
      "a recipe for other classes", "recipe check mine.json --task infarction", 65,
      says: "mine.json: line 2: layers.1.units: expected 2", "found 5"
    ) {
      try $0.write(
        "mine.json",
        "{name: 'x', epochs: 1, layers: [{layer: 'Flatten'},\n {layer: 'Dense', units: 5}]}")
    },
    BadInput(
      "a field that is none", "\(train) --set optimizer.learnRate=1", 64,
      says: "--set: optimizer.learnRate: expected a field of adam", "learningRate"),
    BadInput(
      "a setting without a value", "recipe show fast --set epochs", 64,
      says: "--set: expected FIELD=VALUE", "found epochs"),
    BadInput(
      "epochs twice", "\(train) --epochs 2 --set epochs=3", 64,
      says: "expected either --epochs or --set epochs=…, found both"),
    BadInput(
      "a batch twice", "\(train) --batch-size 2 --set batchSize=3", 64,
      says: "expected either --batch-size or --set batchSize=…, found both"),
    BadInput(
      "a learning rate twice", "\(train) --learning-rate 0.1 --set optimizer.learningRate=1", 64,
      says: "expected either --learning-rate or --set optimizer.learningRate=…, found both"),
    BadInput(
      "a learning rate twice, once with the rest of the optimiser",
      "\(train) --learning-rate 0.1 --set optimizer={learningRate:1}", 64,
      says: "expected either --learning-rate or --set optimizer=…, found both"),
    BadInput(
      "class weights twice", "\(train) --class-weights balanced --set classWeights=none", 64,
      says: "expected either --class-weights or --set classWeights=…, found both"),
    BadInput(
      "a field set twice", "\(train) --set epochs=3 --set batchSize=8 --set epochs=5", 64,
      says: "--set: expected each field once, found epochs=3 and epochs=5"),
    BadInput(
      "a field set anew with the rest of the optimiser",
      "recipe show fast --set optimizer.learningRate=1 --set optimizer={kind:'sgd'}", 64,
      says: "--set: expected each field once, found optimizer.learningRate=1 and optimizer="),
    BadInput(
      "a model that is not there for a recipe", "recipe show beats.safetensors", 66,
      says: "beats.safetensors: there is no such file"),
    BadInput(
      "unknown class weights", "\(train) --class-weights heavy", 64, says: "heavy", "balanced"),
    BadInput("no epochs", "\(train) --epochs 0", 64, says: "--epochs", "found 0"),
    BadInput("text for a number", "\(train) --epochs many", 64, says: "--epochs", "many"),
    BadInput("a batch of none", "\(train) --batch-size 0", 64, says: "--batch-size", "found 0"),
    BadInput(
      "a learning rate that is no number", "\(train) --learning-rate nan", 64,
      says: "--learning-rate", "found nan"),
    BadInput(
      "a negative learning rate", "\(train) --learning-rate=-1", 64, says: "--learning-rate",
      "found -1"),
    BadInput(
      "no networks", "\(train) --members 0", 64, says: "--members", "from 1 to 100, found 0"),
    BadInput(
      "freezing nothing", "\(train) --freeze convolutions", 64, says: "--freeze goes with --from"),
    BadInput(
      "an unknown freezing", "\(train) --from pretrained --freeze all", 64, says: "all",
      "convolutions"),
    BadInput(
      "folds without patients", "evaluate --folds 4", 64, says: "Unknown option '--folds'"),
    BadInput(
      "one fold", "evaluate patient-folds --folds 1", 64,
      says: "--folds: expected a number from 2 to 1000, found 1"),
    BadInput(
      "a task for patients' folds", "evaluate patient-folds --task arrhythmia", 64,
      says: "Unknown option '--task'"),
    BadInput(
      "a model for patients' folds", "evaluate patient-folds model.safetensors", 64,
      says: "model.safetensors"),
    BadInput(
      "an ensemble of one", "ensemble model.safetensors --output new", 64, says: "two models"),
    BadInput(
      "seeds that end before the networks", "\(train) --members 2 --seed \(UInt64.max)", 64,
      says: "--seed: expected at most 18446744073709551614 for 2 networks"),
    BadInput(
      "a confidence above 1", "classify --model model.safetensors beats.csv --abstain 1.5", 64,
      says: "--abstain: expected a number from 0 to 1, found 1.5"),
    BadInput(
      "a confidence that is no number",
      "classify --model model.safetensors beats.csv --abstain nan",
      64, says: "--abstain", "found nan"),
    BadInput(
      "a figure of nothing explained", "classify beats.csv --figure a.svg", 64,
      says: "--figure goes with --explain"),
    BadInput(
      "a figure of no known format", "classify beats.csv --explain --figure a.gif", 64,
      says: "ends in one of .svg, .png, .pdf, found a.gif"),
    BadInput("no threads", "\(train) --threads 0", 64, says: "--threads", "found 0"),
    BadInput("a seed that is no number", "\(train) --seed=-1", 64, says: "--seed"),
    BadInput("an unknown figure format", "run --figures gif", 64, says: "gif", "svg"),
  ]
}
