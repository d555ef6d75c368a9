#include "check.h"
#include "ckernels.h"

static void check_taps(long channels, ck_taps taps) {
  const ck_rows from = {.examples = 2, .rows = 9, .channels = channels, .stride = 11 * channels};
  const long rows = (from.rows - 1) / taps.stride + 1;
  const ck_rows to = {.examples = 2, .rows = rows, .channels = channels, .stride = (rows + 1) * channels};
  const float *input = numbers(2 * from.stride), *gradient = numbers(2 * to.stride);
  const float *weights = numbers(taps.count * channels), *bias = numbers(channels);
  float *output = zeros(2 * to.stride), *input_gradient = zeros(2 * from.stride);
  float *weight_gradient = untouched(taps.count * channels);
  double *outputs = double_zeros(2 * to.stride), *input_gradients = double_zeros(2 * from.stride);
  double *weight_gradients = double_zeros(taps.count * channels);
  for (long i = 0; i < 2 * rows * channels; i++) {
    const long example = i / (rows * channels), row = i / channels % rows, c = i % channels;
    const long target = example * to.stride + row * channels + c;
    outputs[target] = bias[c];
    for (long tap = 0; tap < taps.count; tap++) {
      const long source = row * taps.stride - taps.leading + tap * taps.dilation;
      if (source < 0 || source >= from.rows) continue;
      const long place = example * from.stride + source * channels + c;
      outputs[target] += (double)input[place] * weights[tap * channels + c];
      input_gradients[place] += (double)gradient[target] * weights[tap * channels + c];
      weight_gradients[tap * channels + c] += (double)gradient[target] * input[place];
    }
  }
  ck_depthwise_forward(input, from, &taps, weights, bias, output, to);
  check_near("ck_depthwise_forward", output, outputs, 2 * to.stride, 1e-6);
  ck_depthwise_weight_gradient(input, from, &taps, gradient, to, weight_gradient);
  check_near(
      "ck_depthwise_weight_gradient", weight_gradient, weight_gradients, taps.count * channels, 1e-5);
  ck_depthwise_input_gradient(gradient, to, &taps, weights, input_gradient, from);
  check_near("ck_depthwise_input_gradient", input_gradient, input_gradients, 2 * from.stride, 1e-6);
}

void check_depthwise_convolution(void) {
  for (int i = 0; i < 4; i++) {
    check_taps(channel_counts[i], (ck_taps){.count = 5, .leading = 2, .stride = 1, .dilation = 1});
    check_taps(channel_counts[i], (ck_taps){.count = 4, .leading = 3, .stride = 3, .dilation = 2});
    // Beyond the example on both sides.
    check_taps(channel_counts[i], (ck_taps){.count = 3, .leading = 20, .stride = 2, .dilation = 20});
  }
}
