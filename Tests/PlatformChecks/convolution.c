#include "check.h"
#include "ckernels.h"

/// A convolution of maps as the engine lays them out: rows of zeros before, between and after examples.
struct convolution {
  long taps, leading;  // rows of a window, and how many of them come before the output's own
  ck_rows from, to;
  const float *input;  // the first row of the first example
};

static struct convolution convolution_of(long taps, long inputs, long outputs, long rows) {
  struct convolution some = {
      .taps = taps,
      .leading = taps / 2,
      .from = {2, rows, inputs, (rows + taps) * inputs},
      .to = {2, rows, outputs, (rows + taps) * outputs},
  };
  float *room = zeros((2 * (rows + taps) + taps) * inputs);
  float *first = room + taps * inputs;
  for (long example = 0; example < 2; example++) {
    for (long i = 0; i < rows * inputs; i++) first[example * some.from.stride + i] = number();
  }
  some.input = first;
  return some;
}

/// The number of an input that a row of the output sees at a tap; 0 outside the example.
static double seen(const struct convolution *some, long example, long row, long tap, long channel) {
  const long at = row - some->leading + tap;
  return at < 0 || at >= some->from.rows
      ? 0
      : some->input[example * some->from.stride + at * some->from.channels + channel];
}

/// The outputs, by the definition of a convolution (cross-correlation, as all such kits have it).
static double *outputs_of(const struct convolution *some, const float *weights, const float *bias) {
  const long inputs = some->from.channels, outputs = some->to.channels;
  double *result = double_zeros(2 * some->to.stride);
  for (long example = 0; example < 2; example++) {
    for (long row = 0; row < some->to.rows; row++) {
      for (long c = 0; c < outputs; c++) {
        double sum = bias[c];
        for (long tap = 0; tap < some->taps; tap++) {
          for (long i = 0; i < inputs; i++) {
            sum += seen(some, example, row, tap, i) * weights[(tap * inputs + i) * outputs + c];
          }
        }
        result[example * some->to.stride + row * outputs + c] = sum;
      }
    }
  }
  return result;
}

/// The gradient of the weights, given that of the outputs.
static double *weight_gradient_of(const struct convolution *some, const float *output_gradient) {
  const long inputs = some->from.channels, outputs = some->to.channels;
  double *result = double_zeros(some->taps * inputs * outputs);
  for (long example = 0; example < 2; example++) {
    for (long row = 0; row < some->to.rows; row++) {
      for (long c = 0; c < outputs; c++) {
        const double gradient = output_gradient[example * some->to.stride + row * outputs + c];
        for (long tap = 0; tap < some->taps; tap++) {
          for (long i = 0; i < inputs; i++) {
            result[(tap * inputs + i) * outputs + c] +=
                gradient * seen(some, example, row, tap, i);
          }
        }
      }
    }
  }
  return result;
}

/// The gradient of the inputs, given that of the outputs.
static double *input_gradient_of(
    const struct convolution *some, const float *weights, const float *output_gradient) {
  const long inputs = some->from.channels, outputs = some->to.channels;
  double *result = double_zeros(2 * some->from.stride);
  for (long example = 0; example < 2; example++) {
    for (long row = 0; row < some->to.rows; row++) {
      for (long tap = 0; tap < some->taps; tap++) {
        const long at = row - some->leading + tap;
        if (at < 0 || at >= some->from.rows) continue;
        for (long i = 0; i < inputs; i++) {
          for (long c = 0; c < outputs; c++) {
            result[example * some->from.stride + at * inputs + i] +=
                (double)output_gradient[example * some->to.stride + row * outputs + c]
                * weights[(tap * inputs + i) * outputs + c];
          }
        }
      }
    }
  }
  return result;
}

// MARK: Direct

static void check_direct(long taps, long inputs, long outputs) {
  const struct convolution some = convolution_of(taps, inputs, outputs, 11);
  const long width = taps * inputs, leading = some.leading * inputs;
  const float *weights = numbers(width * outputs), *bias = numbers(outputs);
  float *found = zeros(2 * some.to.stride), *gradient = untouched(width * outputs);
  ck_direct_forward(some.input, some.from, width, leading, weights, bias, found, some.to);
  check_near(
      "ck_direct_forward", found, outputs_of(&some, weights, bias), 2 * some.to.stride, 1e-6);
  const float *output_gradient = numbers(2 * some.to.stride);
  ck_direct_weight_gradient(
      some.input, some.from, width, leading, output_gradient, some.to, gradient);
  check_near(
      "ck_direct_weight_gradient", gradient, weight_gradient_of(&some, output_gradient),
      width * outputs, 1e-6);
}

void check_direct_convolution(void) {
  for (long taps = 1; taps <= 9; taps++) {
    for (int i = 0; i < 4; i++) check_direct(taps, 1, channel_counts[i]);
  }
  check_direct(3, 2, 16);
  check_direct(5, 3, 5);
}

// MARK: Minimal filtering

/// `result (m × n) = a (m × k) · b (k × n)` at each of the points, by floats as the engine has it.
static float *products(const float *a, const float *b, long m, long k, long n) {
  float *result = zeros(ck_points * m * n);
  for (long point = 0; point < ck_points; point++) {
    for (long row = 0; row < m; row++) {
      for (long column = 0; column < n; column++) {
        double sum = 0;
        for (long i = 0; i < k; i++) {
          sum += (double)a[(point * m + row) * k + i] * b[(point * k + i) * n + column];
        }
        result[(point * m + row) * n + column] = (float)sum;
      }
    }
  }
  return result;
}

/// Transposes the matrices of all points, by the kernel that has its own check.
static float *transposed(const float *matrices, long rows, long columns) {
  float *result = zeros(ck_points * rows * columns);
  ck_transpose(matrices, ck_points, rows, columns, result);
  return result;
}

static ck_tiling tiling_of(const struct convolution *some, ck_rows map, long leading) {
  const long tile = ck_points + 1 - some->taps;
  return (ck_tiling){
      .map = map,
      .tile = tile,
      .tiles = (map.rows + tile - 1) / tile,
      .leading = leading,
      .zeros = zeros(map.channels),
      .waste = zeros(map.channels),
  };
}

/// All six transforms at once: forward and both ways back have to be a convolution's. The numbers at
/// the points are up to a hundred times as large as those that come of them, so that some digits are
/// lost; they are compared with a tolerance that one more wrong digit would exceed.
static void check_filtering(long taps, long inputs, long outputs, long rows) {
  const struct convolution some = convolution_of(taps, inputs, outputs, rows);
  const long pairs = inputs * outputs;
  const ck_tiling from = tiling_of(&some, some.from, some.leading);
  const ck_tiling to = tiling_of(&some, some.to, some.leading);
  const long tiles = 2 * from.tiles;
  const float *weights = numbers(taps * pairs), *bias = numbers(outputs);

  float *filters = untouched(ck_points * pairs), *windows = untouched(ck_points * tiles * inputs);
  float *found = zeros(2 * some.to.stride);
  ck_filter_weights(weights, taps, pairs, filters);
  ck_filter_windows(some.input, &from, windows);
  ck_filter_outputs(products(windows, filters, tiles, inputs, outputs), &to, bias, found);
  check_near(
      "ck_filter, forward", found, outputs_of(&some, weights, bias), 2 * some.to.stride, 1e-5);

  const float *output_gradient = numbers(2 * some.to.stride);
  float *gradients = untouched(ck_points * tiles * outputs);
  ck_filter_outputs_adjoint(output_gradient, &to, gradients);

  float *weight_gradient = untouched(taps * pairs);
  ck_filter_weights_adjoint(
      products(transposed(windows, tiles, inputs), gradients, inputs, tiles, outputs), taps, pairs,
      weight_gradient);
  check_near(
      "ck_filter, weight gradient", weight_gradient, weight_gradient_of(&some, output_gradient),
      taps * pairs, 1e-5);

  // Added to what is there.
  const float *before = numbers(2 * some.from.stride);
  double *expected = input_gradient_of(&some, weights, output_gradient);
  float *input_gradient = zeros(2 * some.from.stride);
  for (long i = 0; i < 2 * some.from.stride; i++) {
    input_gradient[i] = before[i];
    expected[i] += before[i];
  }
  ck_filter_windows_adjoint(
      products(gradients, transposed(filters, inputs, outputs), tiles, outputs, inputs), &from,
      input_gradient);
  check_near(
      "ck_filter, input gradient", input_gradient, expected, 2 * some.from.stride, 1e-5);
}

void check_minimal_filtering(void) {
  for (long taps = 3; taps <= 7; taps++) {
    for (int i = 0; i < 4; i++) {
      check_filtering(taps, channel_counts[i], channel_counts[3 - i], 13);
    }
    check_filtering(taps, 5, 4, 1);
  }
}
