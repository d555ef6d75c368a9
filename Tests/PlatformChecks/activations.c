#include "check.h"
#include "ckernels.h"

#include <math.h>

static double expected_value(ck_activation kind, double x) {
  switch (kind) {
    case CK_SIGMOID: return 1 / (1 + exp(-x));
    case CK_TANH: return tanh(x);
    case CK_SILU: return x / (1 + exp(-x));
    case CK_GELU: return x * erfc(-x / sqrt(2)) / 2;
    case CK_GELU_TANH: return x * (1 + tanh(sqrt(2 / M_PI) * (x + 0.044715 * x * x * x))) / 2;
  }
  return NAN;
}

/// The slope by central differences in double precision.
static double expected_slope(ck_activation kind, double x) {
  const double step = 1e-5;
  return (expected_value(kind, x + step) - expected_value(kind, x - step)) / (2 * step);
}

static void check_kind(ck_activation kind, const char *what, float scale, long count) {
  float *input = numbers(count), *gradient = numbers(count);
  float *found = untouched(count + 1), *back = untouched(count + 1), *added = numbers(count);
  double *values = double_zeros(count), *slopes = double_zeros(count), *sums = double_zeros(count);
  for (long i = 0; i < count; i++) {
    input[i] *= scale;
    values[i] = expected_value(kind, input[i]);
    slopes[i] = gradient[i] * expected_slope(kind, input[i]);
    sums[i] = slopes[i] + added[i];
  }
  ck_activate(kind, input, count, found);
  check_near(what, found, values, count, 1e-6);
  ck_activate_backward(kind, input, gradient, count, back, 0);
  check_near(what, back, slopes, count, 2e-6);
  ck_activate_backward(kind, input, gradient, count, added, 1);
  check_near(what, added, sums, count, 2e-6);
  check(what, found[count] == UNTOUCHED && back[count] == UNTOUCHED);
}

/// What is far out or no number stays what it is.
static void check_extremes(ck_activation kind, const char *what) {
  const float input[4] = {1e30f, -1e30f, NAN, 0};
  float found[4];
  ck_activate(kind, input, 4, found);
  const bool is_bounded = kind == CK_SIGMOID || kind == CK_TANH;
  check(what, found[0] == (is_bounded ? 1 : 1e30f));
  check(what, fabsf(found[1] - (kind == CK_TANH ? -1 : 0)) < 1e-6f);
  check(what, isnan(found[2]) && found[3] == (kind == CK_SIGMOID ? 0.5f : 0));
}

void check_activations(void) {
  static const char *const names[] = {
      "ck_activate, sigmoid", "ck_activate, tanh", "ck_activate, SiLU", "ck_activate, GELU",
      "ck_activate, GELU by tanh",
  };
  for (int kind = CK_SIGMOID; kind <= CK_GELU_TANH; kind++) {
    check_kind(kind, names[kind], 0.5f, 37);
    check_kind(kind, names[kind], 4, 1003);
    check_kind(kind, names[kind], 40, 500);
    check_extremes(kind, names[kind]);
  }
}
