/// The names of the files in the folder of a run, which runs, evaluations and studies write, and
/// which runs are read from.
public enum RunFile {
  /// The scores, by which a folder is known as that of a run.
  public static let metrics = "metrics.json"
  /// Every score, one a line.
  public static let metricsTable = "metrics.csv"
  /// The beats to look at first.
  public static let doubtfulBeats = "doubtful-beats.csv"
  /// What the model said of each beat; see ``BeatPredictions``.
  public static let predictions = "predictions.safetensors"
  /// The training, epoch by epoch.
  public static let history = "history.csv"
  /// The model.
  public static let model = "model.safetensors"
  /// How the run came about; see ``RunRecord``.
  public static let record = "run.json"
  /// Which training of a study the run is, and how it went.
  static let trial = "trial.json"
  /// How far the training of a trial is that has not ended.
  static let checkpoint = "checkpoint.safetensors"
}
