#include "ckernels.h"
#include "dispatch.h"
#include "sums.h"

/// Mean and one over the deviation of a row.
CK_INLINE void measure(
    const float *restrict row, long channels, float epsilon, float *mean, float *inverse) {
  float sum, squares;
  CK_SUM(sum, channels, row[i]);
  const float middle = sum / (float)channels;
  CK_SUM(squares, channels, (row[i] - middle) * (row[i] - middle));
  *mean = middle;
  *inverse = 1 / __builtin_elementwise_sqrt(squares / (float)channels + epsilon);
}

CK_DISPATCH void ck_layer_norm_forward(
    const float *input, ck_rows from, const float *scale, const float *shift, float epsilon,
    float *output, ck_rows to) {
  for (long example = 0; example < from.examples; example++) {
    for (long row = 0; row < from.rows; row++) {
      const float *restrict values = input + example * from.stride + row * from.channels;
      float *restrict result = output + example * to.stride + row * to.channels;
      float mean, inverse;
      measure(values, from.channels, epsilon, &mean, &inverse);
      CK_CHANNELS
      for (long c = 0; c < from.channels; c++) {
        result[c] = (values[c] - mean) * inverse * scale[c] + shift[c];
      }
    }
  }
}

CK_DISPATCH void ck_layer_norm_backward(
    const float *input, ck_rows from, const float *scale, float epsilon,
    const float *output_gradient, ck_rows to, float *input_gradient, int accumulate,
    float *restrict scale_gradient, float *restrict shift_gradient) {
  const long channels = from.channels;
  for (long c = 0; c < channels; c++) scale_gradient[c] = shift_gradient[c] = 0;
  for (long example = 0; example < from.examples; example++) {
    for (long row = 0; row < from.rows; row++) {
      const float *restrict values = input + example * from.stride + row * channels;
      const float *restrict gradients = output_gradient + example * to.stride + row * channels;
      float mean, inverse;
      measure(values, channels, epsilon, &mean, &inverse);
      CK_CHANNELS
      for (long c = 0; c < channels; c++) {
        scale_gradient[c] += gradients[c] * (values[c] - mean) * inverse;
        shift_gradient[c] += gradients[c];
      }
      if (!input_gradient) continue;
      float sum, products;
      CK_SUM(sum, channels, gradients[i] * scale[i]);
      CK_SUM(products, channels, gradients[i] * scale[i] * (values[i] - mean) * inverse);
      sum /= (float)channels;
      products /= (float)channels;
      float *restrict result = input_gradient + example * from.stride + row * channels;
      CK_CHANNELS
      for (long c = 0; c < channels; c++) {
        const float gradient =
            inverse * (gradients[c] * scale[c] - sum - (values[c] - mean) * inverse * products);
        result[c] = accumulate ? result[c] + gradient : gradient;
      }
    }
  }
}

CK_DISPATCH void ck_scale_forward(
    const float *input, ck_rows from, const float *factors, float *output, ck_rows to) {
  const long channels = from.channels;
  for (long example = 0; example < from.examples; example++) {
    const float *restrict factor = factors + example * channels;
    for (long row = 0; row < from.rows; row++) {
      const float *restrict values = input + example * from.stride + row * channels;
      float *restrict result = output + example * to.stride + row * channels;
      CK_CHANNELS
      for (long c = 0; c < channels; c++) result[c] = values[c] * factor[c];
    }
  }
}

CK_DISPATCH void ck_scale_backward(
    const float *input, ck_rows from, const float *factors, const float *output_gradient,
    ck_rows to, float *input_gradient, int accumulate, float *factor_gradients) {
  const long channels = from.channels;
  for (long example = 0; example < from.examples; example++) {
    const float *restrict factor = factors + example * channels;
    float *restrict factor_gradient = factor_gradients + example * channels;
    for (long c = 0; c < channels; c++) factor_gradient[c] = 0;
    for (long row = 0; row < from.rows; row++) {
      const float *restrict values = input + example * from.stride + row * channels;
      const float *restrict gradients = output_gradient + example * to.stride + row * channels;
      CK_CHANNELS
      for (long c = 0; c < channels; c++) factor_gradient[c] += gradients[c] * values[c];
      if (!input_gradient) continue;
      float *restrict result = input_gradient + example * from.stride + row * channels;
      CK_CHANNELS
      for (long c = 0; c < channels; c++) {
        const float gradient = gradients[c] * factor[c];
        result[c] = accumulate ? result[c] + gradient : gradient;
      }
    }
  }
}
