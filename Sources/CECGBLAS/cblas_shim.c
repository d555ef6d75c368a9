#include "cblas_shim.h"

#if defined(__APPLE__)
#include <Accelerate/Accelerate.h>
#else
#include <cblas.h>
// Its own header declares this, not every other cblas.h that a system may have.
void openblas_set_num_threads(int count);
#endif

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

void cblas_shim_multiply(
    int m, int n, int k, const float *a, int a_stride, bool a_is_transposed, const float *b,
    int b_stride, bool b_is_transposed, float *result, int result_stride, bool accumulates) {
  cblas_sgemm(
      CblasRowMajor, a_is_transposed ? CblasTrans : CblasNoTrans,
      b_is_transposed ? CblasTrans : CblasNoTrans, m, n, k, 1, a, a_stride, b, b_stride,
      accumulates ? 1 : 0, result, result_stride);
}

#if defined(__APPLE__)
const long cblas_shim_small_product = 1L << 62;
#else
const long cblas_shim_small_product = 1000000;  // OpenBLAS 0.3, with AVX-512
#endif

void cblas_shim_use_one_thread(void) {
#if defined(__APPLE__)
  BLASSetThreading(BLAS_THREADING_SINGLE_THREADED);
#else
  openblas_set_num_threads(1);
#endif
}

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
