#include "check.h"
#include "ckernels.h"

static void check_map(long channels) {
  // 11 rows are two groups of those taken together, and three left over.
  const ck_rows map = {.examples = 3, .rows = 11, .channels = channels, .stride = 13 * channels};
  const float *values = numbers(map.examples * map.stride), *origin = numbers(channels);
  double *sums = double_zeros(channels), *distances = double_zeros(channels);
  double *squares = double_zeros(channels);
  for (long example = 0; example < map.examples; example++) {
    for (long row = 0; row < map.rows; row++) {
      for (long c = 0; c < channels; c++) {
        const double value = values[example * map.stride + row * channels + c];
        const double distance = value - origin[c];
        sums[c] += value;
        distances[c] += distance;
        squares[c] += distance * distance;
      }
    }
  }
  float *found = untouched(channels), *found_squares = untouched(channels);
  ck_moments(values, map, origin, found, found_squares);
  check_near("ck_moments", found, distances, channels, 1e-5);
  check_near("ck_moments", found_squares, squares, channels, 1e-5);
  ck_sum_rows(values, map, found);
  check_near("ck_sum_rows", found, sums, channels, 1e-5);
}

static void check_sums(long count) {
  const float *a = numbers(count), *b = numbers(count);
  float *added = zeros(count), *sum = untouched(count + 1);
  for (long i = 0; i < count; i++) added[i] = a[i];
  ck_add(added, b, count);
  ck_sum(sum, a, b, count);
  bool is_right = true;
  // Multiples of a power of two: exact.
  for (long i = 0; i < count; i++) is_right = is_right && added[i] == a[i] + b[i];
  check("ck_add", is_right);
  for (long i = 0; i < count; i++) is_right = is_right && sum[i] == a[i] + b[i];
  check("ck_sum", is_right && sum[count] == UNTOUCHED);
}

static void check_transposition(long count, long rows, long columns) {
  const float *matrices = numbers(count * rows * columns);
  float *transposed = untouched(count * rows * columns);
  ck_transpose(matrices, count, rows, columns, transposed);
  bool is_right = true;
  for (long matrix = 0; matrix < count; matrix++) {
    for (long row = 0; row < rows; row++) {
      for (long column = 0; column < columns; column++) {
        const long first = matrix * rows * columns;
        is_right = is_right
            && transposed[first + column * rows + row] == matrices[first + row * columns + column];
      }
    }
  }
  check("ck_transpose", is_right);
}

void check_rows(void) {
  for (int i = 0; i < 4; i++) check_map(channel_counts[i]);
  for (long count = 0; count < 70; count++) check_sums(count);
  check_transposition(3, 5, 7);
  check_transposition(2, 33, 16);
}
