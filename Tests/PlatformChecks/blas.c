#include "cblas_shim.h"
#include "check.h"
#include "ckernels.h"

#include <pthread.h>
#include <string.h>

/// A product of matrices that are parts of larger ones.
static void check_product(
    cblas_shim_kernel own, bool a_is_transposed, bool b_is_transposed, bool accumulates) {
  enum { m = 7, n = 5, k = 9, more = 3 };
  const int a_stride = (a_is_transposed ? m : k) + more;
  const int b_stride = (b_is_transposed ? k : n) + more, stride = n + more;
  const float *a = numbers((m + k) * a_stride), *b = numbers((n + k) * b_stride);
  float *result = numbers(m * stride);
  const double *expected = product_of(
      m, n, k, a, a_stride, a_is_transposed, b, b_stride, b_is_transposed, result, stride,
      accumulates);
  cblas_shim_multiply(
      own, m, n, k, a, a_stride, a_is_transposed, b, b_stride, b_is_transposed, result, stride,
      accumulates);
  check_near(own != NULL ? "cblas_shim_multiply, own" : "cblas_shim_multiply", result, expected, m * stride, 1e-6);
}

/// The check of products that another kernel has computed: of right ones, and of one in which a number is wrong.
static void check_own_product(bool is_spoilt) {
  enum { m = 5, n = 21, k = 9, panel = 16, more = 2 };
  const float *a = numbers((m - 1) * more + k), *bias = numbers(n);
  float *packed = zeros(2 * panel * k), *result = zeros(m * (n + more));
  for (int i = 0; i < k; i++) {
    for (int column = 0; column < n; column++) {
      packed[column / panel * panel * k + i * panel + column % panel] = number();
    }
  }
  for (int row = 0; row < m; row++) {
    for (int column = 0; column < n; column++) {
      float sum = bias[column];
      for (int i = 0; i < k; i++) {
        sum += a[row * more + i] * packed[column / panel * panel * k + i * panel + column % panel];
      }
      result[row * (n + more) + column] = sum;
    }
  }
  if (is_spoilt) result[3 * (n + more) + 17] += 0.01f;
  const struct cblas_shim_packed product = {
      .m = m,
      .n = n,
      .k = k,
      .a = a,
      .a_stride = more,
      .packed = packed,
      .panel = panel,
      .bias = bias,
      .result = result,
      .result_stride = n + more,
  };
  cblas_shim_check_packed(&product);
}

/// An own product is checked once for each shape and thread; the second thread's is wrong.
static void *spoilt(void *nothing) {
  check_own_product(true);
  return nothing;
}

/// Half of the smallest normal number, which is a denormal one, by its bits: a comparison would flush it.
static uint32_t denormal_result(void) {
  volatile float smallest = 0x1p-126f;
  const float half = smallest * 0.5f;
  uint32_t bits;
  memcpy(&bits, &half, sizeof bits);
  return bits;
}

/// What comes of a denormal number that is made as large as a normal one.
static float denormal_operand(void) {
  volatile float denormal = 0x1p-140f;
  return denormal * 0x1p100f;
}

void check_blas(void) {
  check("BLAS is there", cblas_shim_prepare(2, 0) == CBLAS_SHIM_READY);
#if defined(__GLIBC__) || defined(__APPLE__)
  // A program that is linked statically, as with Musl, is the only file there is.
  check("BLAS has a file", cblas_shim_file() != NULL);
#endif
  for (int i = 0; i < 16; i++) check_product(i & 8 ? ck_multiply : NULL, i & 1, i & 2, i & 4);
  struct cblas_shim_fault fault;
  check("products are right by the library's own check", !cblas_shim_wrong_product(&fault));
  check("denormal numbers", denormal_result() == 0x00400000 && denormal_operand() == 0x1p-40f);
  const unsigned long control = cblas_shim_flush_denormals();
  check("denormal numbers, flushed", denormal_result() == 0 && denormal_operand() == 0);
  cblas_shim_restore_floating_point(control);
  check("denormal numbers", denormal_result() == 0x00400000 && denormal_operand() == 0x1p-40f);
  check_own_product(false);
  check("own products that are right", !cblas_shim_wrong_product(&fault));
  pthread_t thread;
  check("a thread", pthread_create(&thread, NULL, spoilt, NULL) == 0);
  pthread_join(thread, NULL);
  check(
      "an own product that is wrong",
      cblas_shim_wrong_product(&fault) && fault.is_own && fault.row == 3 && fault.n == 21);
}
