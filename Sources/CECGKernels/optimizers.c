#include "ckernels.h"
#include "dispatch.h"

// The C library's sqrtf sets errno, which keeps a loop from being vectorized.
#define root __builtin_elementwise_sqrt

/// Parameters taken together, so that the sum of their gradients stays in the first cache.
enum { chunk = 512 };

CK_INLINE void update_adam(
    const ck_adam adam, const float *restrict gradients, long count, float *restrict parameters,
    float *restrict first_moments, float *restrict second_moments) {
  for (long i = 0; i < count; i++) {
    const float gradient = gradients[i];
    const float mean = first_moments[i] * adam.beta1 + gradient * (1 - adam.beta1);
    const float square = second_moments[i] * adam.beta2 + gradient * gradient * (1 - adam.beta2);
    first_moments[i] = mean;
    second_moments[i] = square;
    parameters[i] =
        parameters[i] * adam.kept
        - adam.step_size * mean / (root(square) * adam.second_correction + adam.epsilon);
  }
}

/// Adds up the gradients of `shards` from `start` on, in their order.
CK_INLINE void add_up(
    const float *const *gradients, long shards, long start, long count, float *restrict sums) {
  for (long i = 0; i < count; i++) sums[i] = 0;
  for (long shard = 0; shard < shards; shard++) {
    const float *restrict gradient = gradients[shard] + start;
    for (long i = 0; i < count; i++) sums[i] += gradient[i];
  }
}

CK_DISPATCH void ck_adam_step(
    const ck_adam *adam, const float *const *gradients, long shards, long first, long count,
    float *parameters, float *first_moments, float *second_moments) {
  float sums[chunk];
  for (long start = first; start < first + count; start += chunk) {
    const long size = first + count - start < chunk ? first + count - start : chunk;
    add_up(gradients, shards, start, size, sums);
    update_adam(
        *adam, sums, size, parameters + start, first_moments + start, second_moments + start);
  }
}

CK_INLINE void update_sgd(
    const ck_sgd sgd, const float *restrict gradients, long count, float *restrict parameters,
    float *restrict velocities) {
  for (long i = 0; i < count; i++) {
    const float gradient = gradients[i] + sgd.decay * parameters[i];
    const float velocity = sgd.momentum * velocities[i] + gradient;
    velocities[i] = velocity;
    parameters[i] -=
        sgd.learning_rate * (sgd.nesterov ? gradient + sgd.momentum * velocity : velocity);
  }
}

CK_DISPATCH void ck_sgd_step(
    const ck_sgd *sgd, const float *const *gradients, long shards, long first, long count,
    float *parameters, float *velocities) {
  float sums[chunk];
  for (long start = first; start < first + count; start += chunk) {
    const long size = first + count - start < chunk ? first + count - start : chunk;
    add_up(gradients, shards, start, size, sums);
    update_sgd(*sgd, sums, size, parameters + start, velocities + start);
  }
}
