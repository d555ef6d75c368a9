import ECGDatasets

/// Sentences that more than one command says.
enum Wording {
  /// A count of things: `1 record`, `2 records`.
  static func count(_ count: Int, _ thing: String) -> String {
    "\(count) \(thing)\(count == 1 ? "" : "s")"
  }

  static let disclaimer = "For research and education; not a medical device."

  /// What to do where there are no real beats.
  static func gettingData(for task: BeatTask) -> String {
    task == .infarction ? gettingPTB : gettingMITBIH
  }

  private static let gettingPTB = """
    Get the records (1.4 GB) with "ecg download ptbdb", or ptbdb_normal.csv and ptbdb_abnormal.csv from \
    https://www.kaggle.com/datasets/shayanfazeli/heartbeat, and put them into ./data, set ECG_DATA \
    to their folder, or pass --data
    """

  private static let gettingMITBIH = """
    Get the records (94 MB) with "ecg download mitdb" or from \
    https://physionet.org/content/mitdb/1.0.0/, or the CSV files from \
    https://www.kaggle.com/datasets/shayanfazeli/heartbeat, and put them into ./data, set ECG_DATA \
    to their folder, or pass --data
    """
}
