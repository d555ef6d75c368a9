import ArgumentParser

/// How records are divided between training and test.
enum EvaluationProtocol: String, CaseIterable, ExpressibleByArgument {
  /// DS1 and DS2 of the literature: no patient in both, but for one.
  case interPatient = "inter-patient"
}
