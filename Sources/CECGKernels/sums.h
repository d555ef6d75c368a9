// Sums over a row, vectorized.

#ifndef SWIFT_ECG_CKERNELS_SUMS_H
#define SWIFT_ECG_CKERNELS_SUMS_H

/// Sums are made in so many parts, so that they can be vectorized and are added in the same order with any
/// instruction set.
enum { lanes = 16 };

/// Makes `result` the sum of `count` numbers, given by an expression of their place `i`.
#define CK_SUM(result, count, term)                                               \
  do {                                                                            \
    float parts[lanes] = {0};                                                     \
    long start = 0;                                                               \
    for (; start + lanes <= (count); start += lanes) {                            \
      for (long lane = 0; lane < lanes; lane++) {                                 \
        const long i = start + lane;                                              \
        parts[lane] += (term);                                                    \
      }                                                                           \
    }                                                                             \
    for (long i = start; i < (count); i++) parts[i - start] += (term);            \
    for (long half = lanes / 2; half > 0; half /= 2) {                            \
      for (long lane = 0; lane < half; lane++) parts[lane] += parts[lane + half]; \
    }                                                                             \
    result = parts[0];                                                            \
  } while (0)

#endif
