#include "ckernels.h"
#include "dispatch.h"

/// The row of the input that a tap of an output row reads, or −1 where it is outside.
CK_INLINE long source_row(const ck_taps *taps, ck_rows from, long row, long tap) {
  const long source = row * taps->stride - taps->leading + tap * taps->dilation;
  return source < from.rows ? source : -1;
}

CK_DISPATCH void ck_depthwise_forward(
    const float *input, ck_rows from, const ck_taps *taps, const float *weights,
    const float *restrict bias, float *output, ck_rows to) {
  const long channels = from.channels;
  for (long example = 0; example < from.examples; example++) {
    for (long row = 0; row < to.rows; row++) {
      float *restrict result = output + example * to.stride + row * channels;
      for (long c = 0; c < channels; c++) result[c] = bias[c];
      for (long tap = 0; tap < taps->count; tap++) {
        const long source = source_row(taps, from, row, tap);
        if (source < 0) continue;
        const float *restrict values = input + example * from.stride + source * channels;
        const float *restrict weight = weights + tap * channels;
        CK_CHANNELS
        for (long c = 0; c < channels; c++) result[c] += values[c] * weight[c];
      }
    }
  }
}

CK_DISPATCH void ck_depthwise_weight_gradient(
    const float *input, ck_rows from, const ck_taps *taps, const float *output_gradient,
    ck_rows to, float *weight_gradient) {
  const long channels = from.channels;
  for (long i = 0; i < taps->count * channels; i++) weight_gradient[i] = 0;
  for (long example = 0; example < from.examples; example++) {
    for (long row = 0; row < to.rows; row++) {
      const float *restrict gradient = output_gradient + example * to.stride + row * channels;
      for (long tap = 0; tap < taps->count; tap++) {
        const long source = source_row(taps, from, row, tap);
        if (source < 0) continue;
        const float *restrict values = input + example * from.stride + source * channels;
        float *restrict result = weight_gradient + tap * channels;
        CK_CHANNELS
        for (long c = 0; c < channels; c++) result[c] += values[c] * gradient[c];
      }
    }
  }
}

CK_DISPATCH void ck_depthwise_input_gradient(
    const float *output_gradient, ck_rows to, const ck_taps *taps, const float *weights,
    float *input_gradient, ck_rows from) {
  const long channels = from.channels;
  for (long example = 0; example < from.examples; example++) {
    for (long row = 0; row < to.rows; row++) {
      const float *restrict gradient = output_gradient + example * to.stride + row * channels;
      for (long tap = 0; tap < taps->count; tap++) {
        const long source = source_row(taps, from, row, tap);
        if (source < 0) continue;
        float *restrict result = input_gradient + example * from.stride + source * channels;
        const float *restrict weight = weights + tap * channels;
        CK_CHANNELS
        for (long c = 0; c < channels; c++) result[c] += gradient[c] * weight[c];
      }
    }
  }
}
