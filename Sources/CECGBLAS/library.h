// The function of the system's BLAS that this package calls, in its C interface.

#ifndef SWIFT_ECG_CBLAS_LIBRARY_H
#define SWIFT_ECG_CBLAS_LIBRARY_H

enum { ROW_MAJOR = 101, PLAIN = 111, TRANSPOSED = 112 };

typedef void cblas_sgemm_function(
    int order, int a_transposed, int b_transposed, int m, int n, int k, float alpha, const float *a,
    int a_stride, const float *b, int b_stride, float beta, float *c, int c_stride);

/// The function, or a null pointer before `cblas_shim_prepare`.
cblas_sgemm_function *cblas_library_sgemm(void);

#endif
