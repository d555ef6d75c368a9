// Takes the place of OpenBLAS where there is none for the platform checked: what is checked is how it
// is called.

#include <cblas.h>

void openblas_set_num_threads(int count) { (void)count; }

void cblas_sgemm(
    enum CBLAS_ORDER order, enum CBLAS_TRANSPOSE a_transposed, enum CBLAS_TRANSPOSE b_transposed,
    blasint m, blasint n, blasint k, float alpha, const float *a, blasint a_stride, const float *b,
    blasint b_stride, float beta, float *c, blasint c_stride) {
  for (blasint row = 0; order == CblasRowMajor && row < m; row++) {
    for (blasint column = 0; column < n; column++) {
      float sum = 0;
      for (blasint i = 0; i < k; i++) {
        sum += a[a_transposed == CblasTrans ? i * a_stride + row : row * a_stride + i]
            * b[b_transposed == CblasTrans ? column * b_stride + i : i * b_stride + column];
      }
      float *result = c + row * c_stride + column;
      *result = alpha * sum + (beta == 0 ? 0 : beta * *result);
    }
  }
}
