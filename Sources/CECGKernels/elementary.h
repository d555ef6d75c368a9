// Elementary functions that loops can be vectorized over: those of the C library are calls, one number
// at a time. Polynomials and constants are those of Moshier's Cephes library (expf, tanhf), which are
// right to about one unit in the last place.

#ifndef SWIFT_ECG_CKERNELS_ELEMENTARY_H
#define SWIFT_ECG_CKERNELS_ELEMENTARY_H

#include "dispatch.h"

#include <stdint.h>

/// e^x; beyond ±87 the value there, which is 1e±38.
CK_INLINE float exponential(float x) {
  x = x > 87 ? 87 : x;
  x = x < -87 ? -87 : x;
  // Adding 1.5 · 2²³ leaves the nearest whole number in the last bits, without a call and without
  // a conversion that would not be defined for what is not a number.
  union {
    float number;
    uint32_t bits;
  } shifted = {.number = x * 1.44269504f + 12582912.0f}, power;
  const float whole = shifted.number - 12582912.0f;
  const float rest = (x - whole * 0.693359375f) + whole * 2.12194440e-4f;
  float sum = 1.9875691500e-4f;
  sum = sum * rest + 1.3981999507e-3f;
  sum = sum * rest + 8.3334519073e-3f;
  sum = sum * rest + 4.1665795894e-2f;
  sum = sum * rest + 1.6666665459e-1f;
  sum = sum * rest + 5.0000001201e-1f;
  power.bits = (shifted.bits << 23) + 0x3F800000u;
  return (sum * rest * rest + rest + 1) * power.number;
}

/// 1 / (1 + e^−x).
CK_INLINE float sigmoid(float x) { return 1 / (1 + exponential(-x)); }

/// The hyperbolic tangent, with small numbers as precise as large ones.
CK_INLINE float hyperbolic_tangent(float x) {
  const float size = x < 0 ? -x : x, square = x * x;
  const float far = 1 - 2 / (exponential(2 * size) + 1);
  float near = -5.70498872745e-3f;
  near = near * square + 2.06390887954e-2f;
  near = near * square - 5.37397155531e-2f;
  near = near * square + 1.33314422036e-1f;
  near = near * square - 3.33332819422e-1f;
  near = near * square * x + x;
  return size < 0.625f ? near : x < 0 ? -far : far;
}

#endif
