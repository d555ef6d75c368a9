/// Sentences that more than one command says.
enum Wording {
  static let disclaimer = "For research and education; not a medical device."

  /// What to do where there are no real beats.
  static let gettingData = """
    Get the records (94 MB) with "ecg download mitdb" or from \
    https://physionet.org/content/mitdb/1.0.0/, or the CSV files from \
    https://www.kaggle.com/datasets/shayanfazeli/heartbeat, and put them into ./data, set ECG_DATA \
    to their folder, or pass --data
    """
}
