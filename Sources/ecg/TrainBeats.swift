import ArgumentParser
import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGNeuralNetwork
import Foundation

/// `ecg train beats`, also without the last word.
struct TrainBeats: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "beats",
    abstract: "Trains a network on single beats.",
    discussion: """
      The same data, options and seed give the same model file, bit for bit, on any number of \
      threads. A checkpoint beside the model, written after each epoch, lets a training that was \
      ended go on with --resume; it is removed at the end.

      With --mpi, the processes that "mpirun -n 4 ecg train beats --mpi …" starts train one network together, \
      on one machine or several: the same file once more, bit for bit. Each of them reads the data; the \
      first one writes.

      \(Wording.disclaimer)
      """)

  @OptionGroup var taskOption: TaskOption
  @OptionGroup var dataOptions: DataOptions
  @OptionGroup var lengthOption: BeatLengthOption
  @OptionGroup var recipeOptions: RecipeOptions
  @OptionGroup var transferOptions: TransferOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var processesOption: ProcessesOption
  @OptionGroup var followOptions: FollowOptions

  @Option(help: "The checkpoint to go on from.", completion: .file(extensions: ["safetensors"]))
  var resume: String?

  @Option(
    help: "The file to write the model to: MODEL.safetensors.",
    completion: .file(extensions: ["safetensors"]))
  var output: String

  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    try recipeOptions.check(seed: compute.seed)
  }

  func run() throws {
    var console = jsonOption.console
    let team = try processesOption.join(console)
    console.isQuiet = team?.speaks == false
    let clock = Clock()
    let choice = try recipeOptions.choice
    let recipe = choice.recipe
    let session = TrainingSession(
      modelPath: output, resumeFrom: resume, namesCheckpoint: true, recipe: recipe,
      transfer: transferOptions, members: recipeOptions.members, compute: compute,
      follow: followOptions, pagePath: TrainingSession.pagePath(of: output),
      overwrite: overwriteOption.overwrite, console: console, team: team)
    let training = try team.agreeing {
      let source = try dataOptions.source(
        for: taskOption.task, length: lengthOption.length, threads: compute.threads,
        console: console)
      try session.check()
      let training = try source.trainingMaterial()
      let beats = training.beats
      try choice.check(task: beats.task, samplesPerBeat: beats.samplesPerBeat)
      try team?.check(recipe)
      return training
    }
    let beats = training.beats
    Remarks(onTraining: training).tell(console)
    if !jsonOption.json {
      let network = recipe.architecture(task: beats.task, samplesPerBeat: beats.samplesPerBeat)
      try console.say("\(try network.summary())\n")
    }
    let model = try session.run(on: training)
    console.note(model.trainingSummary)
    try console.answer(
      TrainingOutcome(model, path: output, seconds: clock.seconds, threads: compute.threads),
      text: "Model written to \(output).")
  }
}
