#include "check.h"
#include "ckernels.h"

#include <math.h>

static void check_matrix(long rows, long columns) {
  const float scale = 3;
  const long count = rows * columns;
  float *shares = numbers(count), *gradients = numbers(count);
  double *expected = double_zeros(count), *expected_gradients = double_zeros(count);
  for (long row = 0; row < rows; row++) {
    const long first = row * columns;
    double sum = 0, mean = 0;
    for (long c = 0; c < columns; c++) sum += exp((double)shares[first + c] * scale);
    for (long c = 0; c < columns; c++) {
      expected[first + c] = exp((double)shares[first + c] * scale) / sum;
      mean += expected[first + c] * gradients[first + c];
    }
    for (long c = 0; c < columns; c++) {
      expected_gradients[first + c] = scale * expected[first + c] * (gradients[first + c] - mean);
    }
  }
  ck_softmax_rows(shares, rows, columns, scale);
  check_near("ck_softmax_rows", shares, expected, count, 1e-6);
  ck_softmax_rows_backward(shares, rows, columns, scale, gradients);
  check_near("ck_softmax_rows_backward", gradients, expected_gradients, count, 2e-6);
}

void check_softmax(void) {
  for (int i = 0; i < 4; i++) check_matrix(5, channel_counts[i]);
  check_matrix(1, 100);
}
