import ECGClassifier
import ECGDatasets
import ECGFiles
import ECGText

/// Sentences that more than one command says.
enum Wording {
  /// The first of some things, and how many there are besides: `a and 2 other folders`; nil
  /// where there are none.
  static func first(of names: [String], other thing: String) -> String? {
    guard let first = names.first else { return nil }
    return names.count == 1 ? first : "\(first) and \((names.count - 1).counted("other \(thing)"))"
  }

  static let disclaimer = Disclaimer.text

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
