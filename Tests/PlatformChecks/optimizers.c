#include "check.h"
#include "ckernels.h"

#include <math.h>

/// One step on parameters of which the first is not the first of all, with the gradients of `shards`.
static void check_adam_step(long shards, long first, long count) {
  const ck_adam adam = {
      .beta1 = 0.9f,
      .beta2 = 0.999f,
      .step_size = 0.01f,
      .second_correction = 31.622776f,
      .epsilon = 0.25f,
      .kept = 0.9999f,
  };
  const long all = first + count + 2;
  float *parameters = numbers(all), *means = numbers(all), *squares = numbers(all);
  double *expected = double_zeros(all), *expected_means = double_zeros(all);
  double *expected_squares = double_zeros(all);
  float *gradients[4];
  for (long shard = 0; shard < shards; shard++) gradients[shard] = numbers(all);
  // One that never had a gradient.
  means[first] = squares[first] = 0;
  for (long shard = 0; shard < shards; shard++) gradients[shard][first] = 0;
  for (long i = 0; i < all; i++) {
    squares[i] *= squares[i];
    expected[i] = parameters[i], expected_means[i] = means[i], expected_squares[i] = squares[i];
    if (i < first || i >= first + count) continue;
    double gradient = 0;
    for (long shard = 0; shard < shards; shard++) gradient += gradients[shard][i];
    expected_means[i] = means[i] * adam.beta1 + gradient * (1 - adam.beta1);
    expected_squares[i] = squares[i] * adam.beta2 + gradient * gradient * (1 - adam.beta2);
    expected[i] = parameters[i] * adam.kept
        - adam.step_size * expected_means[i]
            / (sqrt(expected_squares[i]) * adam.second_correction + adam.epsilon);
  }
  ck_adam_step(&adam, (const float *const *)gradients, shards, first, count, parameters, means, squares);
  check_near("ck_adam_step", parameters, expected, all, 1e-6);
  check_near("ck_adam_step, moments", means, expected_means, all, 1e-6);
  check_near("ck_adam_step, moments", squares, expected_squares, all, 1e-6);
}

/// The same of gradient descent.
static void check_sgd_step(long shards, long first, long count, int nesterov) {
  const ck_sgd sgd = {.learning_rate = 0.1f, .momentum = 0.9f, .decay = 0.05f, .nesterov = nesterov};
  const long all = first + count + 2;
  float *parameters = numbers(all), *velocities = numbers(all);
  double *expected = double_zeros(all), *expected_velocities = double_zeros(all);
  float *gradients[4];
  for (long shard = 0; shard < shards; shard++) gradients[shard] = numbers(all);
  for (long i = 0; i < all; i++) {
    expected[i] = parameters[i], expected_velocities[i] = velocities[i];
    if (i < first || i >= first + count) continue;
    double gradient = sgd.decay * parameters[i];
    for (long shard = 0; shard < shards; shard++) gradient += gradients[shard][i];
    expected_velocities[i] = velocities[i] * sgd.momentum + gradient;
    expected[i] -= sgd.learning_rate
        * (nesterov ? gradient + sgd.momentum * expected_velocities[i] : expected_velocities[i]);
  }
  ck_sgd_step(&sgd, (const float *const *)gradients, shards, first, count, parameters, velocities);
  check_near("ck_sgd_step", parameters, expected, all, 1e-6);
  check_near("ck_sgd_step, velocities", velocities, expected_velocities, all, 1e-6);
}

void check_optimizers(void) {
  check_adam_step(1, 0, 1);
  check_adam_step(3, 5, 37);
  // Longer than what is taken together.
  check_adam_step(4, 3, 1100);
  for (int nesterov = 0; nesterov <= 1; nesterov++) {
    check_sgd_step(1, 0, 1, nesterov);
    check_sgd_step(3, 5, 37, nesterov);
    check_sgd_step(4, 3, 1100, nesterov);
  }
}
