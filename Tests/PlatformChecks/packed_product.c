#include "check.h"
#include "ckernels.h"

#include <string.h>

/// A product whose rows are `stride` apart, which may be less than their length, and whose result has room beside it.
static void check_product(long rows, long depth, long columns, long stride, bool has_bias) {
  enum { more = 3 };
  const long panels = (columns + ck_panel - 1) / ck_panel, result_stride = columns + more;
  const float *a = numbers((rows - 1) * stride + depth), *weights = numbers(depth * columns);
  const float *bias = has_bias ? numbers(columns) : NULL;
  float *packed = untouched(panels * ck_panel * depth), *result = untouched(rows * result_stride);
  double *expected = double_zeros(rows * result_stride);
  for (long row = 0; row < rows; row++) {
    for (long column = 0; column < result_stride; column++) {
      double sum = column >= columns ? UNTOUCHED : has_bias ? bias[column] : 0;
      for (long i = 0; column < columns && i < depth; i++) {
        sum += (double)a[row * stride + i] * weights[i * columns + column];
      }
      expected[row * result_stride + column] = sum;
    }
  }
  ck_pack(weights, depth, columns, packed);
  const ck_product product = {
      .rows = a,
      .row_count = rows,
      .stride = stride,
      .packed = packed,
      .depth = depth,
      .columns = columns,
      .bias = bias,
      .result = result,
      .result_stride = result_stride,
  };
  ck_packed_product(&product);
  // What is beside the result is compared apart, since it is so large.
  bool is_untouched = true;
  for (long row = 0; row < rows; row++) {
    float *beside = result + row * result_stride + columns;
    for (long i = 0; i < more; i++) is_untouched = is_untouched && beside[i] == UNTOUCHED;
    for (long i = 0; i < more; i++) beside[i] = 0;
    for (long i = 0; i < more; i++) expected[row * result_stride + columns + i] = 0;
  }
  check("ck_packed_product, beside", is_untouched);
  check_near("ck_packed_product", result, expected, rows * result_stride, 2e-6);

  // A row alone gives the same bits as among others.
  float *alone = untouched(columns);
  ck_product one = product;
  one.row_count = 1;
  one.result = alone;
  for (long row = 0; row < rows; row++) {
    one.rows = a + row * stride;
    ck_packed_product(&one);
    check(
        "ck_packed_product, alone",
        memcmp(alone, result + row * result_stride, (size_t)columns * sizeof(float)) == 0);
  }
}

static void check_pack(long depth, long columns) {
  const long panels = (columns + ck_panel - 1) / ck_panel, count = panels * ck_panel * depth;
  const float *matrix = numbers(depth * columns);
  float *packed = untouched(count);
  double *expected = double_zeros(count);
  for (long row = 0; row < depth; row++) {
    for (long column = 0; column < columns; column++) {
      expected[column / ck_panel * ck_panel * depth + row * ck_panel + column % ck_panel] =
          matrix[row * columns + column];
    }
  }
  ck_pack(matrix, depth, columns, packed);
  check_near("ck_pack", packed, expected, count, 0x1p-24);
}

void check_packed_product(void) {
  const long widths[] = {1, 15, 16, 17, 33, 48, 80, 112, 128};
  const long depths[] = {1, 2, 9, 64, 255, 256, 257, 600};
  for (int i = 0; i < 9; i++) check_pack(depths[i % 8], widths[i]);
  // Each number of rows that is multiplied at a time, and what is left of more.
  for (long rows = 1; rows <= 14; rows++) {
    for (int i = 0; i < 9; i++) {
      const long depth = depths[(rows + i) % 8];
      check_product(rows, depth, widths[i], depth + i % 3, i % 2 == 0);
    }
  }
  // Windows of 5 rows of 7 numbers, as of a convolution.
  check_product(13, 35, 24, 7, true);
  check_product(1, 40, 128, 40, false);
}
