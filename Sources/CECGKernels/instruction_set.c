#include "ckernels.h"
#include "dispatch.h"

const char *ck_instruction_set(void) {
#if defined(CK_DISPATCHES)
  if (__builtin_cpu_supports("x86-64-v4")) return "x86-64-v4";
  if (__builtin_cpu_supports("x86-64-v3")) return "x86-64-v3";
  return "x86-64";
#elif defined(__x86_64__)
  return "x86-64";
#elif defined(__aarch64__)
  return "arm64";
#else
  return "any";
#endif
}

int ck_fuses_multiply_adds(void) {
#if defined(CK_DISPATCHES)
  return __builtin_cpu_supports("x86-64-v3") != 0;
#elif defined(__FMA__) || defined(__aarch64__)
  return 1;
#else
  return 0;
#endif
}

int ck_products_pay(void) {
#if defined(CK_DISPATCHES)
  return __builtin_cpu_supports("x86-64-v3") != 0;
#else
  return 0;
#endif
}
