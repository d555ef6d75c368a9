// The system's BLAS: Accelerate on Apple platforms; elsewhere OpenBLAS, loaded when the first product is
// wanted. No header of either is included here, so that only this target is compiled with what they want
// to be defined.

#ifndef SWIFT_ECG_CBLAS_SHIM_H
#define SWIFT_ECG_CBLAS_SHIM_H

#include <stdbool.h>

// MARK: The library

/// Whether products can be had.
enum cblas_shim_state {
  CBLAS_SHIM_READY,
  /// There is no library, or it cannot be loaded: see `cblas_shim_load_error`.
  CBLAS_SHIM_NO_LIBRARY,
  /// The library's own memory cannot be had. OpenBLAS would ask for it again and again, for ever.
  CBLAS_SHIM_NO_MEMORY,
};

/// Loads the library where that has not been done, limits it to the calling thread, process-wide, since
/// the engine brings its own workers, and looks whether it will get the memory that it takes for each of
/// `threads` threads, of which no more than there are processors run at once, with `besides` bytes left for
/// what the caller asks for before the first product. Cheap where as many threads have been asked for before.
enum cblas_shim_state cblas_shim_prepare(int threads, long besides);

/// The bytes that the library takes for each thread that multiplies; 0 where that is not known.
extern const long cblas_shim_thread_memory;

/// What kept the library from being loaded, in the system's words.
const char *cblas_shim_load_error(void);

/// What the loaded library calls itself and its version, as in `OpenBLAS 0.3.21 …`; a null pointer where
/// it does not say so.
const char *cblas_shim_configuration(void);

/// The processor for which the loaded library picked its kernels, as in `Haswell`; a null pointer where it
/// does not say so.
const char *cblas_shim_kernels(void);

/// The file that products come from; a null pointer where it is not known.
const char *cblas_shim_file(void);

// MARK: Products

/// `result (m × n) = a (m × k) · b (k × n)`, added to `result` where `accumulates`. All are row-major;
/// a stride is the number of floats from one row to the next, as the matrix lies in memory.
typedef void (*cblas_shim_kernel)(
    int m, int n, int k, const float *a, int a_stride, bool a_is_transposed, const float *b,
    int b_stride, bool b_is_transposed, float *result, int result_stride, bool accumulates);

/// Such a product, by the package's `own` kernel, or by the library where that is a null pointer.
///
/// The first product of each shape on each thread is checked against sums in double precision; see
/// `cblas_shim_wrong_product`. Without a call of `cblas_shim_prepare` before, the library computes nothing.
void cblas_shim_multiply(
    cblas_shim_kernel own, int m, int n, int k, const float *a, int a_stride, bool a_is_transposed,
    const float *b, int b_stride, bool b_is_transposed, float *result, int result_stride,
    bool accumulates);

/// A product `result (m × n) = a (m × k) · b (k × n) + bias (n)` that another kernel than the library's has computed.
struct cblas_shim_packed {
  int m, n, k;
  const float *a;
  int a_stride;
  /// `b` in panels of so many columns: each row after row, one behind the other, the last one filled up.
  const float *packed;
  int panel;
  /// A null pointer for none.
  const float *bias;
  const float *result;
  int result_stride;
};

/// Checks the first product of each shape on each thread as `cblas_shim_multiply` does; an error of the processor's shows
/// in the package's own kernels as in the library's.
void cblas_shim_check_packed(const struct cblas_shim_packed *product);

/// A product that was found to be wrong.
struct cblas_shim_fault {
  int m, n, k;
  /// Whether it is the package's own product, which asks for no library.
  bool is_own;
  bool a_is_transposed, b_is_transposed, accumulates;
  /// The first row that is wrong.
  int row;
  /// A weighted sum of what is added to the row, in double precision and as the library has it.
  double expected, found;
};

/// Whether a product of this process was found to be wrong, and which was the first.
bool cblas_shim_wrong_product(struct cblas_shim_fault *fault);

/// The multiply-adds up to which BLAS may multiply matrices as they lie in memory, without copying
/// them first; the largest number where that makes no difference.
extern const long cblas_shim_small_product;

// MARK: Floating point

/// Makes the calling thread treat denormal numbers as zero: they cost hundreds of cycles each.
/// Returns the previous floating-point control word, to be handed to
/// `cblas_shim_restore_floating_point`.
unsigned long cblas_shim_flush_denormals(void);

/// Restores what `cblas_shim_flush_denormals` changed on the calling thread.
void cblas_shim_restore_floating_point(unsigned long control);

#endif
