// Takes the place of OpenBLAS where there is none for the platform checked: what is checked is how it
// is called.

void cblas_sgemm(
    int order, int a_transposed, int b_transposed, int m, int n, int k, float alpha, const float *a,
    int a_stride, const float *b, int b_stride, float beta, float *c, int c_stride);
void openblas_set_num_threads(int count);

void openblas_set_num_threads(int count) { (void)count; }

void cblas_sgemm(
    int order, int a_transposed, int b_transposed, int m, int n, int k, float alpha, const float *a,
    int a_stride, const float *b, int b_stride, float beta, float *c, int c_stride) {
  // The numbers of the interface: 101 is row-major, 112 transposed.
  for (int row = 0; order == 101 && row < m; row++) {
    for (int column = 0; column < n; column++) {
      float sum = 0;
      for (int i = 0; i < k; i++) {
        sum += a[a_transposed == 112 ? i * a_stride + row : row * a_stride + i]
            * b[b_transposed == 112 ? column * b_stride + i : i * b_stride + column];
      }
      float *result = c + row * c_stride + column;
      *result = alpha * sum + (beta == 0 ? 0 : beta * *result);
    }
  }
}
