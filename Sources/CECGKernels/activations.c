#include "ckernels.h"
#include "dispatch.h"
#include "elementary.h"

/// 1 / √(2π).
static const float normal_peak = 0.398942280f;
/// √(2/π), and the share of the cube in the approximation of Hendrycks and Gimpel (2016).
static const float gelu_scale = 0.797884561f, gelu_cube = 0.044715f;

/// The normal density without its factor, e^(−x²/2), and the distribution at `x`.
CK_INLINE float normal_distribution(float x, float *bell) {
  // Abramowitz and Stegun 1964, 7.1.26, for the smaller tail: no more than 1e-7 off.
  const float distance = (x < 0 ? -x : x) * 0.707106781f;
  const float t = 1 / (1 + 0.3275911f * distance);
  *bell = exponential(-distance * distance);
  const float tail = 0.5f * *bell * t
      * (0.254829592f
         + t * (-0.284496736f + t * (1.421413741f + t * (-1.453152027f + t * 1.061405429f))));
  return x < 0 ? tail : 1 - tail;
}

CK_INLINE float activate(const ck_activation kind, float x) {
  switch (kind) {
    case CK_SIGMOID: return sigmoid(x);
    case CK_TANH: return hyperbolic_tangent(x);
    case CK_SILU: return x * sigmoid(x);
    case CK_GELU_TANH: return x * sigmoid(2 * gelu_scale * (x + gelu_cube * x * x * x));
    case CK_GELU: {
      float bell;
      return x * normal_distribution(x, &bell);
    }
  }
}

CK_INLINE float slope(const ck_activation kind, float x) {
  switch (kind) {
    case CK_SIGMOID: {
      const float y = sigmoid(x);
      return y * (1 - y);
    }
    case CK_TANH: {
      const float y = hyperbolic_tangent(x);
      return 1 - y * y;
    }
    case CK_SILU: {
      const float y = sigmoid(x);
      return y * (1 + x * (1 - y));
    }
    case CK_GELU_TANH: {
      const float y = sigmoid(2 * gelu_scale * (x + gelu_cube * x * x * x));
      return y * (1 + x * (1 - y) * 2 * gelu_scale * (1 + 3 * gelu_cube * x * x));
    }
    case CK_GELU: {
      float bell;
      const float share = normal_distribution(x, &bell);
      return share + x * normal_peak * bell;
    }
  }
}

CK_INLINE void forward(
    const ck_activation kind, const float *restrict input, long count, float *restrict output) {
  for (long i = 0; i < count; i++) output[i] = activate(kind, input[i]);
}

CK_INLINE void backward(
    const ck_activation kind, const float *restrict input, const float *restrict output_gradient,
    long count, float *restrict input_gradient, const int accumulates) {
  for (long i = 0; i < count; i++) {
    const float gradient = output_gradient[i] * slope(kind, input[i]);
    input_gradient[i] = accumulates ? input_gradient[i] + gradient : gradient;
  }
}

// The kind is a constant wherever the functions above are called from the switches.

CK_DISPATCH void ck_activate(
    ck_activation kind, const float *input, long count, float *output) {
  switch (kind) {
    case CK_SIGMOID: forward(CK_SIGMOID, input, count, output); break;
    case CK_TANH: forward(CK_TANH, input, count, output); break;
    case CK_SILU: forward(CK_SILU, input, count, output); break;
    case CK_GELU: forward(CK_GELU, input, count, output); break;
    case CK_GELU_TANH: forward(CK_GELU_TANH, input, count, output); break;
  }
}

#define CK_BACKWARD(kind)                                                         \
  case kind:                                                                      \
    if (accumulate) {                                                             \
      backward(kind, input, output_gradient, count, input_gradient, 1);           \
    } else {                                                                      \
      backward(kind, input, output_gradient, count, input_gradient, 0);           \
    }                                                                             \
    break

CK_DISPATCH void ck_activate_backward(
    ck_activation kind, const float *input, const float *output_gradient, long count,
    float *input_gradient, int accumulate) {
  switch (kind) {
    CK_BACKWARD(CK_SIGMOID);
    CK_BACKWARD(CK_TANH);
    CK_BACKWARD(CK_SILU);
    CK_BACKWARD(CK_GELU);
    CK_BACKWARD(CK_GELU_TANH);
  }
}
