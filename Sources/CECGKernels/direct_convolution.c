#include "ckernels.h"
#include "dispatch.h"

// Windows of an uncommon width are left to loops that are not vectorized, and that is no news.
#pragma clang diagnostic ignored "-Wpass-failed"

/// Output rows taken together, so that a weight is fetched once for all of them.
enum { group = 4 };

// `width` is a constant wherever these are called from the switches: then the loop over a window is
// unrolled within the one over channels.

CK_INLINE void forward_rows(
    const float *restrict window, long step, long count, const float *restrict weights,
    const float *restrict bias, float *restrict output, long channels, const long width) {
  CK_CHANNELS
  for (long c = 0; c < channels; c++) {
    for (long row = 0; row < count; row++) {
      float sum = bias[c];
      for (long i = 0; i < width; i++) sum += window[row * step + i] * weights[i * channels + c];
      output[row * channels + c] = sum;
    }
  }
}

CK_INLINE void forward(
    const float *input, ck_rows from, long leading, const float *weights, const float *bias,
    float *output, ck_rows to, const long width) {
  for (long example = 0; example < to.examples; example++) {
    const float *window = input + example * from.stride - leading;
    float *result = output + example * to.stride;
    long row = 0;
    for (; row + group <= to.rows; row += group) {
      forward_rows(
          window + row * from.channels, from.channels, group, weights, bias,
          result + row * to.channels, to.channels, width);
    }
    for (; row < to.rows; row++) {
      forward_rows(
          window + row * from.channels, from.channels, 1, weights, bias,
          result + row * to.channels, to.channels, width);
    }
  }
}

CK_INLINE void gradient_rows(
    const float *restrict window, long step, long count, const float *restrict output_gradient,
    float *restrict weight_gradient, long channels, const long width) {
  CK_CHANNELS
  for (long c = 0; c < channels; c++) {
    for (long i = 0; i < width; i++) {
      float sum = weight_gradient[i * channels + c];
      for (long row = 0; row < count; row++) {
        sum += window[row * step + i] * output_gradient[row * channels + c];
      }
      weight_gradient[i * channels + c] = sum;
    }
  }
}

CK_INLINE void gradient(
    const float *input, ck_rows from, long leading, const float *output_gradient, ck_rows to,
    float *weight_gradient, const long width) {
  for (long i = 0; i < width * to.channels; i++) weight_gradient[i] = 0;
  for (long example = 0; example < to.examples; example++) {
    const float *window = input + example * from.stride - leading;
    const float *rows = output_gradient + example * to.stride;
    long row = 0;
    for (; row + group <= to.rows; row += group) {
      gradient_rows(
          window + row * from.channels, from.channels, group, rows + row * to.channels,
          weight_gradient, to.channels, width);
    }
    for (; row < to.rows; row++) {
      gradient_rows(
          window + row * from.channels, from.channels, 1, rows + row * to.channels,
          weight_gradient, to.channels, width);
    }
  }
}

CK_DISPATCH void ck_direct_forward(
    const float *input, ck_rows from, long width, long leading, const float *weights,
    const float *bias, float *output, ck_rows to) {
  switch (width) {
    case 3: forward(input, from, leading, weights, bias, output, to, 3); break;
    case 5: forward(input, from, leading, weights, bias, output, to, 5); break;
    case 7: forward(input, from, leading, weights, bias, output, to, 7); break;
    case 9: forward(input, from, leading, weights, bias, output, to, 9); break;
    default: forward(input, from, leading, weights, bias, output, to, width);
  }
}

CK_DISPATCH void ck_direct_weight_gradient(
    const float *input, ck_rows from, long width, long leading, const float *output_gradient,
    ck_rows to, float *weight_gradient) {
  switch (width) {
    case 3: gradient(input, from, leading, output_gradient, to, weight_gradient, 3); break;
    case 5: gradient(input, from, leading, output_gradient, to, weight_gradient, 5); break;
    case 7: gradient(input, from, leading, output_gradient, to, weight_gradient, 7); break;
    case 9: gradient(input, from, leading, output_gradient, to, weight_gradient, 9); break;
    default: gradient(input, from, leading, output_gradient, to, weight_gradient, width);
  }
}
