#include "ckernels.h"
#include "dispatch.h"
#include "elementary.h"

CK_DISPATCH void ck_gru_step(
    const ck_recurrent *step, const float *recurrent, const float *recurrent_bias, float *gates,
    float *states) {
  const long units = step->units;
  for (long example = 0; example < step->examples; example++) {
    const float *restrict sums = recurrent + example * 3 * units;
    const float *restrict before = step->previous + example * step->previous_stride;
    float *restrict gate = gates + example * step->gates_stride;
    float *restrict state = states + example * step->states_stride;
    CK_CHANNELS
    for (long u = 0; u < units; u++) {
      const float reset = sigmoid(gate[u] + sums[u] + recurrent_bias[u]);
      const float update =
          sigmoid(gate[units + u] + sums[units + u] + recurrent_bias[units + u]);
      const float memory = sums[2 * units + u] + recurrent_bias[2 * units + u];
      const float candidate = hyperbolic_tangent(gate[2 * units + u] + reset * memory);
      gate[u] = reset;
      gate[units + u] = update;
      gate[2 * units + u] = candidate;
      gate[3 * units + u] = memory;
      state[u] = candidate + update * (before[u] - candidate);
    }
  }
}

CK_DISPATCH void ck_gru_step_backward(
    const ck_recurrent *step, const float *gates, const float *state_gradients, float *carried,
    float *gate_gradients) {
  const long units = step->units;
  for (long example = 0; example < step->examples; example++) {
    const float *restrict before = step->previous + example * step->previous_stride;
    const float *restrict gate = gates + example * step->gates_stride;
    const float *restrict gradient = state_gradients + example * step->states_stride;
    float *restrict later = carried + example * units;
    float *restrict result = gate_gradients + example * step->gates_stride;
    CK_CHANNELS
    for (long u = 0; u < units; u++) {
      const float reset = gate[u], update = gate[units + u];
      const float candidate = gate[2 * units + u], memory = gate[3 * units + u];
      const float total = later[u] + gradient[u];
      const float inner = total * (1 - update) * (1 - candidate * candidate);
      result[u] = inner * memory * reset * (1 - reset);
      result[units + u] = total * (before[u] - candidate) * update * (1 - update);
      result[2 * units + u] = inner;
      result[3 * units + u] = inner * reset;
      later[u] = total * update;
    }
  }
}

CK_DISPATCH void ck_lstm_step(
    const ck_recurrent *step, const float *recurrent, const float *recurrent_bias, float *gates,
    float *states) {
  const long units = step->units;
  for (long example = 0; example < step->examples; example++) {
    const float *restrict sums = recurrent + example * 4 * units;
    const float *restrict before = step->previous + example * step->previous_stride;
    float *restrict gate = gates + example * step->gates_stride;
    float *restrict state = states + example * step->states_stride;
    CK_CHANNELS
    for (long u = 0; u < units; u++) {
      const float input = sigmoid(gate[u] + sums[u] + recurrent_bias[u]);
      const float forget =
          sigmoid(gate[units + u] + sums[units + u] + recurrent_bias[units + u]);
      const float candidate = hyperbolic_tangent(
          gate[2 * units + u] + sums[2 * units + u] + recurrent_bias[2 * units + u]);
      const float output =
          sigmoid(gate[3 * units + u] + sums[3 * units + u] + recurrent_bias[3 * units + u]);
      const float cell = forget * before[u] + input * candidate;
      gate[u] = input;
      gate[units + u] = forget;
      gate[2 * units + u] = candidate;
      gate[3 * units + u] = output;
      gate[4 * units + u] = cell;
      state[u] = output * hyperbolic_tangent(cell);
    }
  }
}

CK_DISPATCH void ck_lstm_step_backward(
    const ck_recurrent *step, const float *gates, const float *state_gradients, float *carried,
    float *carried_cells, float *gate_gradients) {
  const long units = step->units;
  for (long example = 0; example < step->examples; example++) {
    const float *restrict before = step->previous + example * step->previous_stride;
    const float *restrict gate = gates + example * step->gates_stride;
    const float *restrict gradient = state_gradients + example * step->states_stride;
    float *restrict later = carried + example * units;
    float *restrict later_cell = carried_cells + example * units;
    float *restrict result = gate_gradients + example * step->gates_stride;
    CK_CHANNELS
    for (long u = 0; u < units; u++) {
      const float input = gate[u], forget = gate[units + u];
      const float candidate = gate[2 * units + u], output = gate[3 * units + u];
      const float shown = hyperbolic_tangent(gate[4 * units + u]);
      const float total = later[u] + gradient[u];
      const float cell = later_cell[u] + total * output * (1 - shown * shown);
      result[u] = cell * candidate * input * (1 - input);
      result[units + u] = cell * before[u] * forget * (1 - forget);
      result[2 * units + u] = cell * input * (1 - candidate * candidate);
      result[3 * units + u] = total * shown * output * (1 - output);
      later[u] = 0;
      later_cell[u] = cell * forget;
    }
  }
}
