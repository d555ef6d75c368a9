/// Scores scikit-learn 1.9.1 (NumPy 2.4.6) gives the cases of ``GoldenCase``, printed by:
///
///     import numpy as np, warnings
///     from sklearn import metrics as m
///     warnings.simplefilter("ignore")
///
///     def case(seed, n, k, levels, bonus, labels, never=()):
///         state = seed
///         def draw():
///             nonlocal state
///             state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
///             return state >> 33
///         y, p = np.zeros(n, int), np.zeros((n, k), np.float32)
///         for i in range(n):
///             y[i] = labels[draw() % len(labels)]
///             w = [1 + draw() % levels + (bonus if c == y[i] else 0) for c in range(k)]
///             w = [0 if c in never else w[c] for c in range(k)]
///             p[i] = [np.float32(v) / np.float32(sum(w)) for v in w]
///         return y, p
///
///     cases = {
///         "kaggleLike": case(1, 21892, 5, 1000, 700, [0] * 30 + [1, 2, 2, 3, 4, 4]),
///         "tied": case(2, 60, 5, 3, 2, [0, 1, 2, 3, 4]),
///         "absentAndNeverPredicted": case(3, 300, 5, 100, 60, [0, 1, 3], never=(3, 4)),
///         "twoClasses": case(4, 200, 2, 20, 5, [0, 0, 1]),
///         "oneBeat": case(5, 1, 5, 10, 20, [1]),
///         "oneClass": case(6, 50, 5, 10, 6, [2]),
///     }
///
///     def averaged(f, y, q):
///         return [float(f(y, q, average=a, zero_division=0)) for a in ("macro", "weighted")]
///
///     def scores(y, p):
///         k, q = p.shape[1], p.argmax(1)
///         present = [c for c in range(k) if (y == c).any()]
///         auc = [m.roc_auc_score(y == c, p[:, c]) if 0 < (y == c).sum() < len(y) else None for c in range(k)]
///         ap = [m.average_precision_score(y == c, p[:, c]) if c in present else None for c in range(k)]
///         each = dict(labels=range(k), average=None, zero_division=0)
///         kappa = m.cohen_kappa_score(y, q)
///         return dict(
///             confusion=m.confusion_matrix(y, q, labels=range(k)).tolist(),
///             accuracy=m.accuracy_score(y, q), precision=averaged(m.precision_score, y, q),
///             recall=averaged(m.recall_score, y, q), f1=averaged(m.f1_score, y, q),
///             classPrecision=m.precision_score(y, q, **each).tolist(),
///             classRecall=m.recall_score(y, q, **each).tolist(),
///             classF1=m.f1_score(y, q, **each).tolist(), rocAUC=auc, averagePrecision=ap,
///             balancedAccuracy=m.balanced_accuracy_score(y, q),
///             kappa=None if np.isnan(kappa) else kappa, matthews=m.matthews_corrcoef(y, q),
///             logLoss=m.log_loss(y, p.astype(float), labels=range(k)))
///
///     for name, (y, p) in cases.items():
///         print(name, scores(y, p))
enum Golden {
  static let kaggleLike = GoldenScores(
    confusion: [
      [15775, 619, 590, 589, 620], [15, 550, 23, 29, 23], [33, 40, 1094, 32, 45],
      [20, 17, 14, 529, 14], [29, 27, 43, 44, 1078],
    ],
    accuracy: 0.8690845971131007,
    precision: [0.6182354895709758, 0.9195430731587587],
    recall: [0.8758686467801997, 0.8690845971131007],
    f1: [0.707071613003347, 0.8838693618055754],
    classPrecision: [
      0.9938886088709677, 0.4389465283320032, 0.6201814058956916, 0.43254292722812754,
      0.6056179775280899,
    ],
    classRecall: [
      0.8670917385807728, 0.859375, 0.8794212218649518, 0.8905723905723906, 0.8828828828828829,
    ],
    classF1: [
      0.9261705562894467, 0.5810882197569994, 0.7273936170212766, 0.5822784810126582,
      0.7184271909363545,
    ],
    rocAUC: [
      0.9709180604401393, 0.9719245541596084, 0.9723033598856844, 0.9733655299670888,
      0.9728242762445268,
    ],
    averagePrecision: [
      0.9934035628146916, 0.6977035763271161, 0.7680869330122368, 0.6914126001605011,
      0.7908363243166241,
    ],
    balancedAccuracy: 0.8758686467801997,
    kappa: 0.6601243341226437,
    matthews: 0.6866751448572781,
    logLoss: 0.9885738634114869)

  static let tied = GoldenScores(
    confusion: [
      [17, 0, 0, 0, 0], [0, 9, 0, 0, 0], [2, 0, 6, 0, 0], [3, 1, 0, 11, 0], [1, 0, 0, 0, 10],
    ],
    accuracy: 0.8833333333333333,
    precision: [0.9278260869565218, 0.9110869565217391],
    recall: [0.8784848484848485, 0.8833333333333333],
    f1: [0.8906092153460575, 0.8833659469185784],
    classPrecision: [0.7391304347826086, 0.9, 1.0, 1.0, 1.0],
    classRecall: [1.0, 1.0, 0.75, 0.7333333333333333, 0.9090909090909091],
    classF1: [
      0.85, 0.9473684210526315, 0.8571428571428571, 0.8461538461538461, 0.9523809523809523,
    ],
    rocAUC: [0.9370725034199727, 1.0, 0.9975961538461539, 0.9703703703703704, 0.9962894248608535],
    averagePrecision: [0.8558234066377828, 1.0, 0.975, 0.9179843304843305, 0.9758953168044078],
    balancedAccuracy: 0.8784848484848485,
    kappa: 0.849785407725322,
    matthews: 0.8588492890598536,
    logLoss: 1.1083809394552204)

  static let absentAndNeverPredicted = GoldenScores(
    confusion: [
      [83, 10, 4, 0, 0], [6, 76, 9, 0, 0], [0, 0, 0, 0, 0], [38, 35, 39, 0, 0], [0, 0, 0, 0, 0],
    ],
    accuracy: 0.53,
    precision: [0.32041062016008326, 0.40183575193596666],
    recall: [0.42270873456440466, 0.53],
    f1: [0.3645131401617251, 0.45709737196765504],
    classPrecision: [0.6535433070866141, 0.628099173553719, 0.0, 0.0, 0.0],
    classRecall: [0.8556701030927835, 0.8351648351648352, 0.0, 0.0, 0.0],
    classF1: [0.7410714285714286, 0.7169811320754716, 0.0, 0.0, 0.0],
    rocAUC: [0.8946726931085267, 0.8664493401335507, nil, 0.5, nil],
    averagePrecision: [0.7574498442253221, 0.6739553402800763, nil, 0.37333333333333335, nil],
    balancedAccuracy: 0.5636116460858729,
    kappa: 0.36553172341382933,
    matthews: 0.4192801546231578,
    logLoss: 13.871496278816613)

  static let twoClasses = GoldenScores(
    confusion: [[96, 31], [28, 45]],
    accuracy: 0.705,
    precision: [0.6831494057724957, 0.7077313242784379],
    recall: [0.6861719339877036, 0.705],
    f1: [0.6844835423407043, 0.7062068504505469],
    classPrecision: [0.7741935483870968, 0.5921052631578947],
    classRecall: [0.7559055118110236, 0.6164383561643836],
    classF1: [0.7649402390438247, 0.6040268456375839],
    rocAUC: [0.7977564448279582, 0.7977564448279582],
    averagePrecision: [0.8791715410119827, 0.7123780991533947],
    balancedAccuracy: 0.6861719339877036,
    kappa: 0.3691189050470487,
    matthews: 0.3693089713579361,
    logLoss: 0.5460278999317864)

  static let oneBeat = GoldenScores(
    confusion: [
      [0, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0],
    ],
    accuracy: 1.0,
    precision: [1.0, 1.0],
    recall: [1.0, 1.0],
    f1: [1.0, 1.0],
    classPrecision: [0.0, 1.0, 0.0, 0.0, 0.0],
    classRecall: [0.0, 1.0, 0.0, 0.0, 0.0],
    classF1: [0.0, 1.0, 0.0, 0.0, 0.0],
    rocAUC: [nil, nil, nil, nil, nil],
    averagePrecision: [nil, 1.0, nil, nil, nil],
    balancedAccuracy: 1.0,
    kappa: nil,
    matthews: 0.0,
    logLoss: 0.5423243265881492)

  static let oneClass = GoldenScores(
    confusion: [
      [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [6, 4, 38, 2, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0],
    ],
    accuracy: 0.76,
    precision: [0.25, 1.0],
    recall: [0.19, 0.76],
    f1: [0.2159090909090909, 0.8636363636363636],
    classPrecision: [0.0, 0.0, 1.0, 0.0, 0.0],
    classRecall: [0.0, 0.0, 0.76, 0.0, 0.0],
    classF1: [0.0, 0.0, 0.8636363636363636, 0.0, 0.0],
    rocAUC: [nil, nil, nil, nil, nil],
    averagePrecision: [nil, nil, 1.0, nil, nil],
    balancedAccuracy: 0.76,
    kappa: 0.0,
    matthews: 0.0,
    logLoss: 1.0688797355991964)

}
