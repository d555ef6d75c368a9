#include "ckernels.h"
#include "dispatch.h"

// Pools of an uncommon size are left to loops that are not vectorized, and that is no news.
#pragma clang diagnostic ignored "-Wpass-failed"

/// SplitMix64's finaliser (Steele, Lea and Flood 2014): spreads a stream's name over all bits.
CK_INLINE uint64_t spread(uint64_t name) {
  name = (name ^ (name >> 30)) * 0xBF58476D1CE4E5B9u;
  name = (name ^ (name >> 27)) * 0x94D049BB133111EBu;
  return name ^ (name >> 31);
}

CK_INLINE uint64_t example_key(const ck_pointwise *step, long example) {
  return spread(step->stream ^ spread(step->first_example + (uint64_t)example + 1));
}

/// The random bits of a number: a hash of its place in the example, keyed by the example. The constants are
/// those of Wellons's "lowbias32", found by search for a hash of little bias.
CK_INLINE uint32_t random_bits(uint32_t place, uint64_t key) {
  uint32_t x = place * 0x9E3779B9u + (uint32_t)key;
  x = (x ^ (x >> 16)) * 0x21F0AAADu;
  x = (x ^ (x >> 15) ^ (uint32_t)(key >> 32)) * 0x735A2D97u;
  return x ^ (x >> 15);
}

CK_INLINE float dropout(float value, uint32_t place, uint64_t key, const ck_pointwise *step) {
  return random_bits(place, key) < step->drop_below ? 0 : value * step->kept_factor;
}

// `pool` and `drops` are constants wherever the functions below are called from the switches, so
// that the loops over channels hold no decisions.

CK_INLINE void forward(
    const float *input, ck_rows from, float *output, ck_rows to, const ck_pointwise *step,
    const long pool, const int drops) {
  const long channels = from.channels;
  const float *restrict gain = step->gain, *restrict offset = step->offset;
  const ck_pointwise local = *step;
  for (long example = 0; example < from.examples; example++) {
    const uint64_t key = drops ? example_key(step, example) : 0;
    const float *restrict rows = input + example * from.stride;
    float *restrict result = output + example * to.stride;
    for (long row = 0; row < to.rows; row++) {
      CK_CHANNELS
      for (long c = 0; c < channels; c++) {
        float largest = rows[c] * gain[c] + offset[c];
        for (long neighbour = 1; neighbour < pool; neighbour++) {
          const float other = rows[neighbour * channels + c] * gain[c] + offset[c];
          largest = other > largest ? other : largest;
        }
        const float weak = largest * local.slope;
        largest = weak > largest ? weak : largest;
        if (drops) largest = dropout(largest, (uint32_t)(row * channels + c), key, &local);
        result[c] = largest;
      }
      rows += pool * channels;
      result += channels;
    }
  }
}

CK_INLINE void route(
    const float *input, ck_rows from, float *output_gradient, ck_rows to, const ck_pointwise *step,
    const float *restrict mean, float *restrict sums, float *restrict product_sums,
    const long pool, const int drops, const int sums_up) {
  const long channels = from.channels;
  const float *restrict gain = step->gain, *restrict offset = step->offset;
  const ck_pointwise local = *step;
  for (long example = 0; example < from.examples; example++) {
    const uint64_t key = drops ? example_key(step, example) : 0;
    const float *restrict rows = input + example * from.stride;
    float *restrict gradients = output_gradient + example * to.stride;
    for (long row = 0; row < to.rows; row++) {
      CK_CHANNELS
      for (long c = 0; c < channels; c++) {
        float winner = rows[c];
        float largest = winner * gain[c] + offset[c];
        for (long neighbour = 1; neighbour < pool; neighbour++) {
          const float value = rows[neighbour * channels + c];
          const float other = value * gain[c] + offset[c];
          winner = other > largest ? value : winner;
          largest = other > largest ? other : largest;
        }
        float gradient = gradients[c];
        if (drops) gradient = dropout(gradient, (uint32_t)(row * channels + c), key, &local);
        gradient = largest > 0 ? gradient : gradient * local.slope;
        gradients[c] = gradient;
        if (sums_up) {
          sums[c] += gradient;
          product_sums[c] += gradient * (winner - mean[c]);
        }
      }
      rows += pool * channels;
      gradients += channels;
    }
  }
}

CK_INLINE void backward(
    const float *input, ck_rows from, const float *output_gradient, ck_rows to,
    const ck_pointwise *step, const float *restrict mean, const float *restrict constant,
    const float *restrict factor, float *input_gradient, const long pool, const int accumulates) {
  const long channels = from.channels;
  const float *restrict gain = step->gain, *restrict offset = step->offset;
  for (long example = 0; example < from.examples; example++) {
    const float *restrict rows = input + example * from.stride;
    float *restrict results = input_gradient + example * from.stride;
    const float *restrict gradients = output_gradient + example * to.stride;
    for (long row = 0; row < to.rows; row++) {
      CK_CHANNELS
      for (long c = 0; c < channels; c++) {
        float largest = rows[c] * gain[c] + offset[c];
        // Numbered in floats, to be of the same width as what is compared. The first of equals wins,
        // as in PyTorch.
        float place = 0;
        for (long neighbour = 1; neighbour < pool; neighbour++) {
          const float other = rows[neighbour * channels + c] * gain[c] + offset[c];
          place = other > largest ? (float)neighbour : place;
          largest = other > largest ? other : largest;
        }
        const float gradient = gradients[c] * gain[c];
        for (long neighbour = 0; neighbour < pool; neighbour++) {
          const long at = neighbour * channels + c;
          const float share = (rows[at] - mean[c]) * factor[c] + constant[c];
          const float result = (place == (float)neighbour ? gradient : 0) - share;
          results[at] = accumulates ? results[at] + result : result;
        }
      }
      rows += pool * channels;
      results += pool * channels;
      gradients += channels;
    }
    // Rows that pooling left out still bear on the statistics.
    for (long row = to.rows * pool; row < from.rows; row++) {
      CK_CHANNELS
      for (long c = 0; c < channels; c++) {
        const float result = -((rows[c] - mean[c]) * factor[c] + constant[c]);
        results[c] = accumulates ? results[c] + result : result;
      }
      rows += channels;
      results += channels;
    }
  }
}

/// Calls `function` with the size of the pool as a constant where it is a common one.
#define CK_BY_POOL(pool, function, ...)     \
  switch (pool) {                           \
    case 1: function(__VA_ARGS__, 1); break; \
    case 2: function(__VA_ARGS__, 2); break; \
    case 3: function(__VA_ARGS__, 3); break; \
    default: function(__VA_ARGS__, pool);    \
  }

#define CK_FORWARD(drops, pool) forward(input, from, output, to, step, pool, drops)

CK_DISPATCH void ck_pointwise_forward(
    const float *input, ck_rows from, float *output, ck_rows to, const ck_pointwise *step) {
  if (step->drop_below == 0) {
    CK_BY_POOL(step->pool, CK_FORWARD, 0)
  } else {
    CK_BY_POOL(step->pool, CK_FORWARD, 1)
  }
}

#define CK_ROUTE(drops, sums_up, pool)                                                         \
  route(                                                                                       \
      input, from, output_gradient, to, step, mean, sums, product_sums, pool, drops, sums_up)

CK_DISPATCH void ck_pointwise_route(
    const float *input, ck_rows from, float *output_gradient, ck_rows to,
    const ck_pointwise *step, const float *mean, float *sums, float *product_sums) {
  if (sums) {
    for (long c = 0; c < from.channels; c++) sums[c] = product_sums[c] = 0;
    if (step->drop_below == 0) {
      CK_BY_POOL(step->pool, CK_ROUTE, 0, 1)
    } else {
      CK_BY_POOL(step->pool, CK_ROUTE, 1, 1)
    }
  } else if (step->drop_below == 0) {
    CK_BY_POOL(step->pool, CK_ROUTE, 0, 0)
  } else {
    CK_BY_POOL(step->pool, CK_ROUTE, 1, 0)
  }
}

#define CK_BACKWARD(accumulates, pool)                                                      \
  backward(                                                                                 \
      input, from, output_gradient, to, step, mean, constant, factor, input_gradient, pool, \
      accumulates)

CK_DISPATCH void ck_pointwise_backward(
    const float *input, ck_rows from, const float *output_gradient, ck_rows to,
    const ck_pointwise *step, const float *mean, const float *constant, const float *factor,
    float *input_gradient, int accumulate) {
  if (accumulate) {
    CK_BY_POOL(step->pool, CK_BACKWARD, 1)
  } else {
    CK_BY_POOL(step->pool, CK_BACKWARD, 0)
  }
}
