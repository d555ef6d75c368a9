#include "check.h"
#include "ckernels.h"

#include <math.h>
#include <string.h>

enum { examples = 3 };

static double sigmoid(double x) { return 1 / (1 + exp(-x)); }

/// A step of one unit: the numbers it depends on, in double precision. Inputs, products and biases are
/// of each gate; `cell` is what the LSTM hands on beside its state.
struct unit {
  double inputs[4], products[4], before;
};

static double gru(const struct unit *x) {
  const double reset = sigmoid(x->inputs[0] + x->products[0]);
  const double update = sigmoid(x->inputs[1] + x->products[1]);
  const double candidate = tanh(x->inputs[2] + reset * x->products[2]);
  return (1 - update) * candidate + update * x->before;
}

static double lstm(const struct unit *x, double *cell) {
  *cell = sigmoid(x->inputs[1] + x->products[1]) * x->before
      + sigmoid(x->inputs[0] + x->products[0]) * tanh(x->inputs[2] + x->products[2]);
  return sigmoid(x->inputs[3] + x->products[3]) * tanh(*cell);
}

/// The derivative of `a · state + b · cell` by the number at `place`.
static double slope(int gates, struct unit x, double *place, const struct unit *origin, double a, double b) {
  const double step = 1e-5, value = *place;
  double values[2], cell = 0;
  struct unit moved = x;
  double *target = (double *)((char *)&moved + ((char *)place - (const char *)origin));
  for (int side = 0; side < 2; side++) {
    *target = value + (side ? step : -step);
    const double state = gates == 3 ? gru(&moved) : lstm(&moved, &cell);
    values[side] = a * state + b * cell;
  }
  return (values[1] - values[0]) / (2 * step);
}

static void check_cell(int gates, long units) {
  const char *what = gates == 3 ? "ck_gru_step" : "ck_lstm_step";
  const char *back = gates == 3 ? "ck_gru_step_backward" : "ck_lstm_step_backward";
  const long kept = gates + 1, gates_stride = kept * units + 3, states_stride = 2 * units;
  float *inputs = numbers(examples * gates_stride), *products = numbers(examples * gates * units);
  const float *bias = numbers(gates * units), *before = numbers(examples * units);
  float *states = zeros(examples * states_stride), *gradients = zeros(examples * gates_stride);
  float *kept_values = zeros(examples * gates_stride);
  memcpy(kept_values, inputs, sizeof(float) * (size_t)(examples * gates_stride));
  const float *state_gradients = numbers(examples * states_stride);
  float *carried = numbers(examples * units), *cells = numbers(examples * units);
  double *expected = double_zeros(examples * states_stride);
  double *expected_gradients = double_zeros(examples * gates_stride);
  double *expected_carried = double_zeros(examples * units);
  for (long example = 0; example < examples; example++) {
    for (long u = 0; u < units; u++) {
      struct unit x = {.before = before[example * units + u]};
      for (int gate = 0; gate < gates; gate++) {
        x.inputs[gate] = inputs[example * gates_stride + gate * units + u];
        x.products[gate] =
            products[(example * gates + gate) * units + u] + (double)bias[gate * units + u];
      }
      const long state = example * states_stride + u;
      double cell = 0;
      expected[state] = gates == 3 ? gru(&x) : lstm(&x, &cell);
      const double a = (double)state_gradients[state] + carried[example * units + u];
      const double b = gates == 3 ? 0 : cells[example * units + u];
      for (int gate = 0; gate < gates; gate++) {
        expected_gradients[example * gates_stride + gate * units + u] =
            slope(gates, x, &x.inputs[gate], &x, a, b);
      }
      if (gates == 3) {
        expected_gradients[example * gates_stride + 3 * units + u] =
            slope(gates, x, &x.products[2], &x, a, b);
      }
      expected_carried[example * units + u] = slope(gates, x, &x.before, &x, a, b);
    }
  }
  const ck_recurrent step = {
      .examples = examples,
      .units = units,
      .previous = before,
      .previous_stride = units,
      .gates_stride = gates_stride,
      .states_stride = states_stride,
  };
  (gates == 3 ? ck_gru_step : ck_lstm_step)(&step, products, bias, kept_values, states);
  check_near(what, states, expected, examples * states_stride, 1e-6);
  if (gates == 3) {
    ck_gru_step_backward(&step, kept_values, state_gradients, carried, gradients);
    check_near(back, carried, expected_carried, examples * units, 2e-6);
  } else {
    ck_lstm_step_backward(&step, kept_values, state_gradients, carried, cells, gradients);
    check_near(back, cells, expected_carried, examples * units, 2e-6);
    bool is_zero = true;
    for (long i = 0; i < examples * units; i++) is_zero = is_zero && carried[i] == 0;
    check(back, is_zero);
  }
  check_near(back, gradients, expected_gradients, examples * gates_stride, 2e-6);
}

void check_recurrent(void) {
  for (int i = 0; i < 4; i++) {
    check_cell(3, channel_counts[i]);
    check_cell(4, channel_counts[i]);
  }
}
