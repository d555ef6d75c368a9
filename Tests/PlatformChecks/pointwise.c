#include "check.h"
#include "ckernels.h"

/// A pass and the maps that it goes between.
struct pass {
  ck_rows from, to;
  ck_pointwise step;
  const float *input;
};

static struct pass pass_of(long channels, long pool, float slope, uint32_t drop_below) {
  const long rows = 14;
  struct pass pass = {
      .from = {2, rows, channels, (rows + 2) * channels},
      .to = {2, rows / pool, channels, (rows / pool + 3) * channels},
      .step =
          {.gain = numbers(channels),
           .offset = numbers(channels),
           .slope = slope,
           .pool = pool,
           .drop_below = drop_below,
           .kept_factor = 1.25f,
           .stream = 0x0123456789ABCDEFu,
           .first_example = 40},
  };
  pass.input = numbers(2 * pass.from.stride);
  return pass;
}

/// Of an output: the input that won the pooling (0 … pool − 1), and what normalising makes of it.
static long winner(const struct pass *pass, long example, long row, long c, double *largest) {
  const long pool = pass->step.pool, channels = pass->from.channels;
  long place = 0;
  for (long i = 0; i < pool; i++) {
    const float input =
        pass->input[example * pass->from.stride + (row * pool + i) * channels + c];
    const double value = (double)pass->step.gain[c] * input + pass->step.offset[c];
    if (i == 0 || value > *largest) {
      *largest = value;
      place = i;
    }
  }
  return place;
}

/// What dropout multiplies each output with, as the forward pass over ones shows it; `check_dropout` sees
/// to it that these are the right ones.
static float *dropout_factors(const struct pass *pass) {
  const long count = 2 * pass->to.stride, channels = pass->to.channels;
  float *result = zeros(count), *none = zeros(channels), *one = zeros(channels);
  for (long c = 0; c < channels; c++) one[c] = 1;
  ck_pointwise step = pass->step;
  step.gain = none;
  step.offset = one;
  ck_pointwise_forward(pass->input, pass->from, result, pass->to, &step);
  return result;
}

static void check_forward(const struct pass *pass) {
  const long channels = pass->to.channels, count = 2 * pass->to.stride;
  const float *factors = dropout_factors(pass);
  float *found = untouched(count);
  double *expected = double_zeros(count);
  ck_pointwise_forward(pass->input, pass->from, found, pass->to, &pass->step);
  for (long i = 0; i < count; i++) expected[i] = UNTOUCHED;
  for (long example = 0; example < 2; example++) {
    for (long row = 0; row < pass->to.rows; row++) {
      for (long c = 0; c < channels; c++) {
        const long at = example * pass->to.stride + row * channels + c;
        double value = 0;
        winner(pass, example, row, c, &value);
        expected[at] = (value > 0 ? value : value * pass->step.slope) * factors[at];
      }
    }
  }
  // The rows between examples are compared exactly, and apart: they would set the scale.
  for (long i = 0; i < count; i++) {
    if (expected[i] != UNTOUCHED) continue;
    check("rows between examples", found[i] == UNTOUCHED);
    expected[i] = found[i] = 0;
  }
  check_near("ck_pointwise_forward", found, expected, count, 1e-6);
}

static void check_way_back(const struct pass *pass, bool accumulates) {
  const long channels = pass->to.channels, pool = pass->step.pool;
  const long count = 2 * pass->to.stride, input_count = 2 * pass->from.stride;
  const float *factors = dropout_factors(pass), *mean = numbers(channels);
  const float *constant = numbers(channels), *factor = numbers(channels);
  const float *gradient = numbers(count), *before = numbers(input_count);
  double *routed = double_zeros(count), *result = double_zeros(input_count);
  double *sums = double_zeros(channels), *products = double_zeros(channels);
  for (long i = 0; i < count; i++) routed[i] = gradient[i];
  for (long i = 0; i < input_count; i++) result[i] = before[i];
  for (long example = 0; example < 2; example++) {
    for (long row = 0; row < pass->from.rows; row++) {
      for (long c = 0; c < channels; c++) {
        const long at = example * pass->from.stride + row * channels + c;
        result[at] = (accumulates ? result[at] : 0) - constant[c]
            - ((double)pass->input[at] - mean[c]) * factor[c];
      }
    }
    for (long row = 0; row < pass->to.rows; row++) {
      for (long c = 0; c < channels; c++) {
        const long at = example * pass->to.stride + row * channels + c;
        double value = 0;
        const long place = winner(pass, example, row, c, &value);
        const long won = example * pass->from.stride + (row * pool + place) * channels + c;
        routed[at] *= (value > 0 ? 1.0 : (double)pass->step.slope) * factors[at];
        sums[c] += routed[at];
        products[c] += routed[at] * ((double)pass->input[won] - mean[c]);
        result[won] += pass->step.gain[c] * routed[at];
      }
    }
  }
  float *found = zeros(count), *found_sums = untouched(channels);
  float *found_products = untouched(channels), *found_result = zeros(input_count);
  for (long i = 0; i < count; i++) found[i] = gradient[i];
  for (long i = 0; i < input_count; i++) found_result[i] = before[i];
  ck_pointwise_route(
      pass->input, pass->from, found, pass->to, &pass->step, mean, found_sums, found_products);
  check_near("ck_pointwise_route", found, routed, count, 1e-6);
  check_near("ck_pointwise_route, sums", found_sums, sums, channels, 1e-5);
  check_near("ck_pointwise_route, sums", found_products, products, channels, 1e-5);
  ck_pointwise_backward(
      pass->input, pass->from, found, pass->to, &pass->step, mean, constant, factor,
      found_result, accumulates);
  check_near("ck_pointwise_backward", found_result, result, input_count, 1e-6);

  float *alone = zeros(count);
  for (long i = 0; i < count; i++) alone[i] = gradient[i];
  ck_pointwise_route(pass->input, pass->from, alone, pass->to, &pass->step, mean, 0, 0);
  check_near("ck_pointwise_route", alone, routed, count, 1e-6);
}

/// Of neighbours that are equal the first wins, as in PyTorch.
static void check_ties(void) {
  struct pass flat = pass_of(16, 3, 1, 0);
  flat.input = zeros(2 * flat.from.stride);
  check_way_back(&flat, false);
  // Different inputs of which normalising makes the same.
  struct pass flattened = pass_of(16, 3, 1, 0);
  flattened.step.gain = zeros(16);
  check_way_back(&flattened, false);
}

/// Which numbers are kept is the same on all platforms: the first 64 of two examples, the first in the
/// lowest bit. The golden numbers are those of this program, Python's integers for C's:
///
///     M = 2**64 - 1
///     def spread(x):
///         x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & M
///         x = (x ^ x >> 27) * 0x94D049BB133111EB & M
///         return x ^ x >> 31
///     def bits(place, key):
///         x = place * 0x9E3779B9 + key & 0xFFFFFFFF
///         x = (x ^ x >> 16) * 0x21F0AAAD & 0xFFFFFFFF
///         x = (x ^ x >> 15 ^ key >> 32) * 0x735A2D97 & 0xFFFFFFFF
///         return x ^ x >> 15
///     for example in 40, 41:
///         key = spread(0x0123456789ABCDEF ^ spread(example + 1))
///         print(hex(sum((bits(i, key) >= 2**30) << i for i in range(64))))
static void check_dropout(void) {
  static const uint64_t kept[2] = {0xDFF6DFFBDB9FED7Fu, 0xD73ED3D6FBE9E55Du};
  const struct pass some = pass_of(16, 2, 1, 1u << 30);
  const float *factors = dropout_factors(&some);
  for (int example = 0; example < 2; example++) {
    for (int i = 0; i < 64; i++) {
      const float expected = kept[example] >> i & 1 ? some.step.kept_factor : 0;
      check("dropout", factors[example * some.to.stride + i] == expected);
    }
  }
}

void check_pointwise(void) {
  for (int i = 0; i < 4; i++) {
    for (long pool = 1; pool <= 4; pool++) {
      for (int drops = 0; drops < 2; drops++) {
        const struct pass some =
            pass_of(channel_counts[i], pool, pool == 1 ? 1 : 0.125f, drops ? 1u << 30 : 0);
        check_forward(&some);
        check_way_back(&some, drops);
      }
    }
  }
  check_ties();
  check_dropout();
}
