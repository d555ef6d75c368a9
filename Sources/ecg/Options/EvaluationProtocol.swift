import ArgumentParser

/// How records or patients are divided between training and test.
enum EvaluationProtocol: String, CaseIterable, ExpressibleByArgument {
  /// DS1 and DS2 of the literature: no patient in both, but for one.
  case interPatient = "inter-patient"
  /// Each patient in the test part of one of several folds.
  case patientFolds = "patient-folds"
}
