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

int ck_packed_products_pay(void) {
#if defined(CK_DISPATCHES)
  // Of those with AVX-512 family 25 of AMD, which multiplies half a register at a time.
  return __builtin_cpu_supports("x86-64-v4") ? __builtin_cpu_is("amdfam19h")
                                             : __builtin_cpu_supports("x86-64-v3");
#else
  return 0;
#endif
}
