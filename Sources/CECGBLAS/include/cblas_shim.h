// The system's BLAS: Accelerate on Apple platforms, OpenBLAS elsewhere. Neither's header is included
// here, so that only this target is compiled with what they want to be defined.

#ifndef SWIFT_ECG_CBLAS_SHIM_H
#define SWIFT_ECG_CBLAS_SHIM_H

#include <stdbool.h>

/// `result (m × n) = a (m × k) · b (k × n)`, added to `result` where `accumulates`. All are row-major;
/// a stride is the number of floats from one row to the next, as the matrix lies in memory.
void cblas_shim_multiply(
    int m, int n, int k, const float *a, int a_stride, bool a_is_transposed, const float *b,
    int b_stride, bool b_is_transposed, float *result, int result_stride, bool accumulates);

/// The multiply-adds up to which BLAS may multiply matrices as they lie in memory, without copying
/// them first; the largest number where that makes no difference.
extern const long cblas_shim_small_product;

/// Limits BLAS to the calling thread, process-wide: the engine brings its own workers.
void cblas_shim_use_one_thread(void);

/// Makes the calling thread treat denormal numbers as zero: they cost hundreds of cycles each.
/// Returns the previous floating-point control word, to be handed to
/// `cblas_shim_restore_floating_point`.
unsigned long cblas_shim_flush_denormals(void);

/// Restores what `cblas_shim_flush_denormals` changed on the calling thread.
void cblas_shim_restore_floating_point(unsigned long control);

#endif
