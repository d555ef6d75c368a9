// Minimal filtering (Winograd 1980, section V; Lavin and Gray 2016; the transforms by Toom and Cook).
//
// A tile of m outputs of a filter with r taps is the product of two polynomials read backwards, and a
// product of degree m + r − 2 is known from its values at m + r − 1 points. With 8 points,
// r taps give m = 9 − r outputs for 8 products instead of r·m: 2.25 times fewer for 3 taps, 2.5 for 5,
// 1.75 for 7. Summed over input channels, the products at one point are a matrix product.
//
// With the points 0, ±1, ±2, ±1/2, ∞ let V(k) be the matrix of the points' powers 0 … k − 1 (for ∞ the
// highest power alone). Then, for weights w, a window x of 8 inputs and outputs y,
//
//     y = V(m)ᵀ · ((S · V(r) · w) ⊙ (B · x)),   B = S⁻¹ · V(8)⁻ᵀ,
//
// where the diagonal matrix S, here (1, 2/9, 2/9, 1/360, 1/360, 16/45, 16/45, 1), gives B small
// round numbers. The points come in pairs ±p, of which even and odd parts are computed once. What is
// called adjoint below is the same matrix transposed, which carries gradients back.

#include "ckernels.h"
#include "dispatch.h"

enum { points = ck_points };

// MARK: Weights

/// The entry of S for a pair of points.
CK_INLINE float scale(const int pair) {
  return pair == 0 ? 2.0f / 9 : pair == 1 ? 1.0f / 360 : 16.0f / 45;
}

/// A pair's positive point, 1, 2 or 1/2, to a power.
CK_INLINE float power(const int pair, const int exponent) {
  float result = 1;
  for (int i = 0; i < exponent; i++) result *= pair == 0 ? 1.0f : pair == 1 ? 2.0f : 0.5f;
  return result;
}

CK_INLINE void transform_weights(
    const float *restrict weights, long count, float *restrict transformed, const int taps) {
  CK_CHANNELS
  for (long i = 0; i < count; i++) {
    transformed[i] = weights[i];
    transformed[7 * count + i] = weights[(taps - 1) * count + i];
#pragma clang loop unroll(full)
    for (int pair = 0; pair < 3; pair++) {
      float even = 0, odd = 0;
#pragma clang loop unroll(full)
      for (int tap = 0; tap < taps; tap++) {
        const float part = scale(pair) * power(pair, tap) * weights[tap * count + i];
        if (tap % 2 == 0) {
          even += part;
        } else {
          odd += part;
        }
      }
      transformed[(1 + 2 * pair) * count + i] = even + odd;
      transformed[(2 + 2 * pair) * count + i] = even - odd;
    }
  }
}

CK_INLINE void transform_weights_adjoint(
    const float *restrict gradient, long count, float *restrict weights, const int taps) {
  CK_CHANNELS
  for (long i = 0; i < count; i++) {
#pragma clang loop unroll(full)
    for (int tap = 0; tap < taps; tap++) {
      float sum = tap == 0 ? gradient[i] : tap == taps - 1 ? gradient[7 * count + i] : 0;
#pragma clang loop unroll(full)
      for (int pair = 0; pair < 3; pair++) {
        const float plus = gradient[(1 + 2 * pair) * count + i];
        const float minus = gradient[(2 + 2 * pair) * count + i];
        sum += scale(pair) * power(pair, tap) * (tap % 2 == 0 ? plus + minus : plus - minus);
      }
      weights[tap * count + i] = sum;
    }
  }
}

/// Calls `function` with a number from `least` to `least + 4` as a constant.
#define CK_BY_SIZE(size, least, function, ...)              \
  switch ((size) - (least)) {                               \
    case 0: function(__VA_ARGS__, (least)); break;          \
    case 1: function(__VA_ARGS__, (least) + 1); break;      \
    case 2: function(__VA_ARGS__, (least) + 2); break;      \
    case 3: function(__VA_ARGS__, (least) + 3); break;      \
    case 4: function(__VA_ARGS__, (least) + 4); break;      \
    default: break;                                         \
  }

CK_DISPATCH void ck_filter_weights(
    const float *weights, long taps, long count, float *transformed) {
  CK_BY_SIZE(taps, 3, transform_weights, weights, count, transformed)
}

CK_DISPATCH void ck_filter_weights_adjoint(
    const float *gradient, long taps, long count, float *weights) {
  CK_BY_SIZE(taps, 3, transform_weights_adjoint, gradient, count, weights)
}

// MARK: Windows

/// The row of an example, or `other` where the example has no such row.
CK_INLINE float *row_or(float *example, const ck_tiling *tiling, long row, float *other) {
  return row >= 0 && row < tiling->map.rows ? example + row * tiling->map.channels : other;
}

CK_DISPATCH void ck_filter_windows(
    const float *values, const ck_tiling *tiling, float *transformed) {
  const long channels = tiling->map.channels;
  const long plane = tiling->map.examples * tiling->tiles * channels;
  float *restrict v = transformed;
  for (long example = 0; example < tiling->map.examples; example++) {
    const float *rows = values + example * tiling->map.stride;
    for (long tile = 0; tile < tiling->tiles; tile++, v += channels) {
      const float *x[points];
      for (int i = 0; i < points; i++) {
        x[i] = row_or(
            (float *)rows, tiling, tile * tiling->tile - tiling->leading + i,
            (float *)tiling->zeros);
      }
      const float *x0 = x[0], *x1 = x[1], *x2 = x[2], *x3 = x[3];
      const float *x4 = x[4], *x5 = x[5], *x6 = x[6], *x7 = x[7];
      CK_CHANNELS
      for (long c = 0; c < channels; c++) {
        const float even1 = 4.25f * x4[c] - x2[c] - x6[c];
        const float odd1 = 4.25f * x3[c] - x1[c] - x5[c];
        const float even2 = x2[c] - 5 * x4[c] + 4 * x6[c];
        const float odd2 = 2 * x1[c] - 10 * x3[c] + 8 * x5[c];
        const float even3 = 8 * x2[c] - 10 * x4[c] + 2 * x6[c];
        const float odd3 = 4 * x1[c] - 5 * x3[c] + x5[c];
        v[c] = x0[c] - x6[c] + 5.25f * (x4[c] - x2[c]);
        v[plane + c] = even1 + odd1;
        v[2 * plane + c] = even1 - odd1;
        v[3 * plane + c] = even2 + odd2;
        v[4 * plane + c] = even2 - odd2;
        v[5 * plane + c] = even3 + odd3;
        v[6 * plane + c] = even3 - odd3;
        v[7 * plane + c] = x7[c] - x1[c] + 5.25f * (x3[c] - x5[c]);
      }
    }
  }
}

CK_DISPATCH void ck_filter_windows_adjoint(
    const float *gradient, const ck_tiling *tiling, float *values) {
  const long channels = tiling->map.channels;
  const long plane = tiling->map.examples * tiling->tiles * channels;
  const float *restrict v = gradient;
  for (long example = 0; example < tiling->map.examples; example++) {
    float *rows = values + example * tiling->map.stride;
    for (long tile = 0; tile < tiling->tiles; tile++, v += channels) {
      float *x[points];
      for (int i = 0; i < points; i++) {
        x[i] = row_or(rows, tiling, tile * tiling->tile - tiling->leading + i, tiling->waste);
      }
      float *x0 = x[0], *x1 = x[1], *x2 = x[2], *x3 = x[3];
      float *x4 = x[4], *x5 = x[5], *x6 = x[6], *x7 = x[7];
      CK_CHANNELS
      for (long c = 0; c < channels; c++) {
        const float v0 = v[c], v7 = v[7 * plane + c];
        const float even1 = v[plane + c] + v[2 * plane + c];
        const float odd1 = v[plane + c] - v[2 * plane + c];
        const float even2 = v[3 * plane + c] + v[4 * plane + c];
        const float odd2 = v[3 * plane + c] - v[4 * plane + c];
        const float even3 = v[5 * plane + c] + v[6 * plane + c];
        const float odd3 = v[5 * plane + c] - v[6 * plane + c];
        x0[c] += v0;
        x1[c] += 2 * odd2 + 4 * odd3 - odd1 - v7;
        x2[c] += even2 + 8 * even3 - even1 - 5.25f * v0;
        x3[c] += 4.25f * odd1 - 10 * odd2 - 5 * odd3 + 5.25f * v7;
        x4[c] += 4.25f * even1 - 5 * even2 - 10 * even3 + 5.25f * v0;
        x5[c] += 8 * odd2 + odd3 - odd1 - 5.25f * v7;
        x6[c] += 4 * even2 + 2 * even3 - even1 - v0;
        x7[c] += v7;
      }
    }
  }
}

// MARK: Outputs

CK_INLINE void outputs(
    const float *products, const ck_tiling *tiling, const float *restrict bias, float *values,
    const int size) {
  const long channels = tiling->map.channels;
  const long plane = tiling->map.examples * tiling->tiles * channels;
  const float *restrict u = products;
  for (long example = 0; example < tiling->map.examples; example++) {
    float *rows = values + example * tiling->map.stride;
    for (long tile = 0; tile < tiling->tiles; tile++, u += channels) {
      float *y[points];
      for (int i = 0; i < size; i++) {
        y[i] = row_or(rows, tiling, tile * size + i, tiling->waste);
      }
      CK_CHANNELS
      for (long c = 0; c < channels; c++) {
        float even[3], odd[3];
#pragma clang loop unroll(full)
        for (int pair = 0; pair < 3; pair++) {
          const float plus = u[(1 + 2 * pair) * plane + c];
          const float minus = u[(2 + 2 * pair) * plane + c];
          even[pair] = plus + minus;
          odd[pair] = plus - minus;
        }
#pragma clang loop unroll(full)
        for (int i = 0; i < size; i++) {
          float sum = bias[c];
          if (i == 0) sum += u[c];
          if (i == size - 1) sum += u[7 * plane + c];
#pragma clang loop unroll(full)
          for (int pair = 0; pair < 3; pair++) {
            sum += power(pair, i) * (i % 2 == 0 ? even[pair] : odd[pair]);
          }
          y[i][c] = sum;
        }
      }
    }
  }
}

CK_INLINE void outputs_adjoint(
    const float *values, const ck_tiling *tiling, float *gradient, const int size) {
  const long channels = tiling->map.channels;
  const long plane = tiling->map.examples * tiling->tiles * channels;
  float *restrict u = gradient;
  for (long example = 0; example < tiling->map.examples; example++) {
    const float *rows = values + example * tiling->map.stride;
    for (long tile = 0; tile < tiling->tiles; tile++, u += channels) {
      const float *y[points];
      for (int i = 0; i < size; i++) {
        y[i] = row_or((float *)rows, tiling, tile * size + i, (float *)tiling->zeros);
      }
      CK_CHANNELS
      for (long c = 0; c < channels; c++) {
        u[c] = y[0][c];
        u[7 * plane + c] = y[size - 1][c];
#pragma clang loop unroll(full)
        for (int pair = 0; pair < 3; pair++) {
          float even = 0, odd = 0;
#pragma clang loop unroll(full)
          for (int i = 0; i < size; i++) {
            if (i % 2 == 0) {
              even += power(pair, i) * y[i][c];
            } else {
              odd += power(pair, i) * y[i][c];
            }
          }
          u[(1 + 2 * pair) * plane + c] = even + odd;
          u[(2 + 2 * pair) * plane + c] = even - odd;
        }
      }
    }
  }
}

CK_DISPATCH void ck_filter_outputs(
    const float *products, const ck_tiling *tiling, const float *bias, float *values) {
  CK_BY_SIZE(tiling->tile, 2, outputs, products, tiling, bias, values)
}

CK_DISPATCH void ck_filter_outputs_adjoint(
    const float *values, const ck_tiling *tiling, float *gradient) {
  CK_BY_SIZE(tiling->tile, 2, outputs_adjoint, values, tiling, gradient)
}

// MARK: Transposition

/// Rows and columns of a square that is read and written while it is in the first cache.
enum { square = 16 };

CK_INLINE long least(long a, long b) { return a < b ? a : b; }

CK_DISPATCH void ck_transpose(
    const float *matrices, long count, long rows, long columns, float *transposed) {
  for (long matrix = 0; matrix < count; matrix++) {
    const float *restrict from = matrices + matrix * rows * columns;
    float *restrict to = transposed + matrix * rows * columns;
    for (long top = 0; top < rows; top += square) {
      for (long left = 0; left < columns; left += square) {
        for (long row = top; row < least(top + square, rows); row++) {
          for (long column = left; column < least(left + square, columns); column++) {
            to[column * rows + row] = from[row * columns + column];
          }
        }
      }
    }
  }
}
