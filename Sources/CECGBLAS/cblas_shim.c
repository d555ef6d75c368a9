#include "cblas_shim.h"

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

#if defined(__APPLE__)
const long cblas_shim_small_product = 1L << 62;
#else
const long cblas_shim_small_product = 1000000;  // OpenBLAS 0.3, with AVX-512
#endif

unsigned long cblas_shim_flush_denormals(void) {
#if defined(__x86_64__)
  const unsigned int control = _mm_getcsr();
  _mm_setcsr(control | 0x8040u);  // flush-to-zero, denormals-are-zero
  return control;
#elif defined(__aarch64__)
  unsigned long control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  const unsigned long flushing = control | (1ul << 24);
  __asm__ volatile("msr fpcr, %0" : : "r"(flushing));
  return control;
#else
  return 0;
#endif
}

void cblas_shim_restore_floating_point(unsigned long control) {
#if defined(__x86_64__)
  _mm_setcsr((unsigned int)control);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(control));
#else
  (void)control;
#endif
}
