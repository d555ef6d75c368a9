#include "ckernels.h"
#include "dispatch.h"

/// Rows taken together, so that a sum is fetched and stored once for all of them.
enum { group = 4 };

CK_INLINE void add_moments(
    const float *restrict rows, long count, long channels, const float *restrict origin,
    float *restrict sums, float *restrict square_sums) {
  CK_CHANNELS
  for (long c = 0; c < channels; c++) {
    float sum = sums[c], square_sum = square_sums[c];
    for (long row = 0; row < count; row++) {
      const float distance = rows[row * channels + c] - origin[c];
      sum += distance;
      square_sum += distance * distance;
    }
    sums[c] = sum;
    square_sums[c] = square_sum;
  }
}

CK_DISPATCH void ck_moments(
    const float *values, ck_rows map, const float *origin, float *sums, float *square_sums) {
  for (long c = 0; c < map.channels; c++) sums[c] = square_sums[c] = 0;
  for (long example = 0; example < map.examples; example++) {
    const float *rows = values + example * map.stride;
    long row = 0;
    for (; row + group <= map.rows; row += group) {
      add_moments(rows + row * map.channels, group, map.channels, origin, sums, square_sums);
    }
    for (; row < map.rows; row++) {
      add_moments(rows + row * map.channels, 1, map.channels, origin, sums, square_sums);
    }
  }
}

CK_INLINE void add_rows(
    const float *restrict rows, long count, long channels, float *restrict sums) {
  CK_CHANNELS
  for (long c = 0; c < channels; c++) {
    float sum = sums[c];
    for (long row = 0; row < count; row++) sum += rows[row * channels + c];
    sums[c] = sum;
  }
}

CK_DISPATCH void ck_sum_rows(const float *values, ck_rows map, float *sums) {
  for (long c = 0; c < map.channels; c++) sums[c] = 0;
  for (long example = 0; example < map.examples; example++) {
    const float *rows = values + example * map.stride;
    long row = 0;
    for (; row + group <= map.rows; row += group) {
      add_rows(rows + row * map.channels, group, map.channels, sums);
    }
    for (; row < map.rows; row++) add_rows(rows + row * map.channels, 1, map.channels, sums);
  }
}

CK_DISPATCH void ck_add(float *restrict result, const float *restrict values, long count) {
  for (long i = 0; i < count; i++) result[i] += values[i];
}

CK_DISPATCH void ck_sum(
    float *restrict result, const float *restrict a, const float *restrict b, long count) {
  for (long i = 0; i < count; i++) result[i] = a[i] + b[i];
}
