#include "ckernels.h"
#include "dispatch.h"
#include "elementary.h"
#include "sums.h"

CK_DISPATCH void ck_softmax_rows(float *matrix, long rows, long columns, float scale) {
  for (long row = 0; row < rows; row++) {
    float *restrict values = matrix + row * columns;
    float largest = values[0];
    for (long c = 1; c < columns; c++) largest = values[c] > largest ? values[c] : largest;
    for (long c = 0; c < columns; c++) values[c] = exponential((values[c] - largest) * scale);
    float sum;
    CK_SUM(sum, columns, values[i]);
    const float share = 1 / sum;
    for (long c = 0; c < columns; c++) values[c] *= share;
  }
}

CK_DISPATCH void ck_softmax_rows_backward(
    const float *shares, long rows, long columns, float scale, float *gradients) {
  for (long row = 0; row < rows; row++) {
    const float *restrict share = shares + row * columns;
    float *restrict gradient = gradients + row * columns;
    float mean;
    CK_SUM(mean, columns, share[i] * gradient[i]);
    // A share gains what its own gradient is above the mean one.
    for (long c = 0; c < columns; c++) gradient[c] = scale * share[c] * (gradient[c] - mean);
  }
}
