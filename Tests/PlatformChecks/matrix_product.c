#include "check.h"
#include "ckernels.h"

#include <string.h>

double *product_of(
    int m, int n, int k, const float *a, int a_stride, bool a_is_transposed, const float *b,
    int b_stride, bool b_is_transposed, const float *result, int stride, bool adds) {
  double *expected = double_zeros((long)m * stride);
  for (int row = 0; row < m; row++) {
    for (int column = 0; column < stride; column++) {
      double sum = column >= n || adds ? result[row * stride + column] : 0;
      for (int i = 0; column < n && i < k; i++) {
        sum += (double)a[a_is_transposed ? i * a_stride + row : row * a_stride + i]
            * b[b_is_transposed ? column * b_stride + i : i * b_stride + column];
      }
      expected[row * stride + column] = sum;
    }
  }
  return expected;
}

/// A product of matrices that are parts of larger ones, and the room beside its result.
static void check_product(int m, int n, int k, bool a_is_transposed, bool b_is_transposed, bool adds) {
  enum { more = 3 };
  const int a_stride = (a_is_transposed ? m : k) + more, b_stride = (b_is_transposed ? k : n) + more;
  const int stride = n + more;
  const float *a = numbers((long)(a_is_transposed ? k : m) * a_stride);
  const float *b = numbers((long)(b_is_transposed ? n : k) * b_stride);
  float *result = numbers((long)m * stride);
  const double *expected = product_of(
      m, n, k, a, a_stride, a_is_transposed, b, b_stride, b_is_transposed, result, stride, adds);
  float *again = zeros((long)m * stride);
  memcpy(again, result, (size_t)m * stride * sizeof(float));
  ck_multiply(
      m, n, k, a, a_stride, a_is_transposed, b, b_stride, b_is_transposed, result, stride, adds);
  check_near("ck_multiply", result, expected, (long)m * stride, 4e-6);
  // Rows one by one give the same bits.
  for (int row = 0; row < m; row++) {
    ck_multiply(
        1, n, k, a + row * (a_is_transposed ? 1 : a_stride), a_stride, a_is_transposed, b, b_stride,
        b_is_transposed, again + row * stride, stride, adds);
  }
  check("ck_multiply, row by row", memcmp(result, again, (size_t)m * stride * sizeof(float)) == 0);
}

void check_matrix_product(void) {
  const int widths[] = {1, 5, 15, 16, 17, 31, 32, 33, 48, 70}, depths[] = {1, 2, 9, 64, 255, 256, 257, 600};
  // Each number of rows that is multiplied at a time, and what is left of more.
  for (int rows = 1; rows <= 14; rows++) {
    for (int i = 0; i < 10; i++) {
      for (int way = 0; way < 8; way++) {
        check_product(rows, widths[i], depths[(rows + i) % 8], way & 1, way & 2, way & 4);
      }
    }
  }
  // A sum of no terms.
  check_product(3, 20, 0, false, false, false);
  check_product(3, 20, 0, false, false, true);
}
