#include "check.h"
#include "ckernels.h"

#include <math.h>

static const float epsilon = 1e-3f;

/// Layer normalisation of a map whose examples lie apart, and its gradients by central differences of the
/// sum of `weights` times the outputs.
static double normalized(const float *row, long channels, long c, const float *scale, const float *shift,
                         long moved, double step) {
  double mean = 0, variance = 0;
  for (long i = 0; i < channels; i++) mean += (row[i] + (i == moved ? step : 0)) / channels;
  for (long i = 0; i < channels; i++) {
    const double distance = row[i] + (i == moved ? step : 0) - mean;
    variance += distance * distance / channels;
  }
  const double value = row[c] + (c == moved ? step : 0);
  return (value - mean) / sqrt(variance + epsilon) * scale[c] + shift[c];
}

static double loss(const float *row, long channels, const float *weights, const float *scale,
                   const float *shift, long moved, double step) {
  double sum = 0;
  for (long c = 0; c < channels; c++) {
    sum += weights[c] * normalized(row, channels, c, scale, shift, moved, step);
  }
  return sum;
}

static void check_norm(long channels) {
  const ck_rows from = {.examples = 3, .rows = 4, .channels = channels, .stride = 5 * channels};
  const ck_rows to = {.examples = 3, .rows = 4, .channels = channels, .stride = 6 * channels};
  const float *input = numbers(3 * from.stride), *weights = numbers(3 * to.stride);
  const float *scale = numbers(channels), *shift = numbers(channels);
  float *output = zeros(3 * to.stride), *gradient = zeros(3 * from.stride);
  float *added = numbers(3 * from.stride);
  double *outputs = double_zeros(3 * to.stride), *gradients = double_zeros(3 * from.stride);
  double *sums = double_zeros(3 * from.stride);
  double *scale_gradients = double_zeros(channels), *shift_gradients = double_zeros(channels);
  for (long i = 0; i < 3 * from.stride; i++) sums[i] = added[i];
  for (long example = 0; example < 3; example++) {
    for (long row = 0; row < 4; row++) {
      const long source = example * from.stride + row * channels;
      const long target = example * to.stride + row * channels;
      for (long c = 0; c < channels; c++) {
        outputs[target + c] = normalized(input + source, channels, c, scale, shift, -1, 0);
        const double step = 1e-5;
        gradients[source + c] =
            (loss(input + source, channels, weights + target, scale, shift, c, step)
             - loss(input + source, channels, weights + target, scale, shift, c, -step))
            / (2 * step);
        sums[source + c] += gradients[source + c];
        if (scale[c] != 0) {
          scale_gradients[c] += weights[target + c] * (outputs[target + c] - shift[c]) / scale[c];
        }
        shift_gradients[c] += weights[target + c];
      }
    }
  }
  float *found_scale = untouched(channels), *found_shift = untouched(channels);
  ck_layer_norm_forward(input, from, scale, shift, epsilon, output, to);
  check_near("ck_layer_norm_forward", output, outputs, 3 * to.stride, 1e-5);
  ck_layer_norm_backward(
      input, from, scale, epsilon, weights, to, gradient, 0, found_scale, found_shift);
  check_near("ck_layer_norm_backward", gradient, gradients, 3 * from.stride, 1e-5);
  check_near("ck_layer_norm_backward", found_shift, shift_gradients, channels, 1e-5);
  for (long c = 0; c < channels; c++) {
    if (scale[c] == 0) scale_gradients[c] = found_scale[c];
  }
  check_near("ck_layer_norm_backward", found_scale, scale_gradients, channels, 1e-5);
  ck_layer_norm_backward(
      input, from, scale, epsilon, weights, to, added, 1, found_scale, found_shift);
  check_near("ck_layer_norm_backward", added, sums, 3 * from.stride, 1e-5);
  ck_layer_norm_backward(
      input, from, scale, epsilon, weights, to, 0, 0, found_scale, found_shift);
  check_near("ck_layer_norm_backward", found_scale, scale_gradients, channels, 1e-5);
}

static void check_scaling(long channels) {
  const ck_rows from = {.examples = 2, .rows = 3, .channels = channels, .stride = 4 * channels};
  const ck_rows to = {.examples = 2, .rows = 3, .channels = channels, .stride = 3 * channels};
  const float *input = numbers(2 * from.stride), *weights = numbers(2 * to.stride);
  const float *factors = numbers(2 * channels);
  float *output = zeros(2 * to.stride), *gradient = zeros(2 * from.stride);
  float *added = numbers(2 * from.stride), *found = untouched(2 * channels);
  double *outputs = double_zeros(2 * to.stride), *gradients = double_zeros(2 * from.stride);
  double *sums = double_zeros(2 * from.stride), *factor_gradients = double_zeros(2 * channels);
  for (long i = 0; i < 2 * from.stride; i++) sums[i] = added[i];
  for (long i = 0; i < 2 * 3 * channels; i++) {
    const long example = i / (3 * channels), place = i % (3 * channels), c = i % channels;
    const long source = example * from.stride + place, target = example * to.stride + place;
    const double factor = factors[example * channels + c];
    outputs[target] = input[source] * factor;
    gradients[source] = weights[target] * factor;
    sums[source] += gradients[source];
    factor_gradients[example * channels + c] += (double)weights[target] * input[source];
  }
  ck_scale_forward(input, from, factors, output, to);
  check_near("ck_scale_forward", output, outputs, 2 * to.stride, 1e-6);
  ck_scale_backward(input, from, factors, weights, to, gradient, 0, found);
  check_near("ck_scale_backward", gradient, gradients, 2 * from.stride, 1e-6);
  check_near("ck_scale_backward", found, factor_gradients, 2 * channels, 1e-6);
  ck_scale_backward(input, from, factors, weights, to, added, 1, found);
  check_near("ck_scale_backward", added, sums, 2 * from.stride, 1e-6);
  ck_scale_backward(input, from, factors, weights, to, 0, 0, found);
  check_near("ck_scale_backward", found, factor_gradients, 2 * channels, 1e-6);
}

void check_layer_norm(void) {
  // Fewer than the sums' parts, as many, and some left over.
  static const long counts[] = {2, 5, 16, 37};
  for (int i = 0; i < 4; i++) check_norm(counts[i]);
  for (int i = 0; i < 4; i++) check_scaling(channel_counts[i]);
}
