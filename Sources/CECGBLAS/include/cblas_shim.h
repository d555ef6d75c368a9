// The system's BLAS behind one header: Accelerate on Apple platforms, OpenBLAS elsewhere.

#ifndef SWIFT_ECG_CBLAS_SHIM_H
#define SWIFT_ECG_CBLAS_SHIM_H

#if defined(__APPLE__)
#define ACCELERATE_NEW_LAPACK
#include <Accelerate/Accelerate.h>
#else
#include <cblas.h>
#endif

/// Limits BLAS to the calling thread, process-wide: the engine brings its own workers.
void cblas_shim_use_one_thread(void);

/// Makes the calling thread treat denormal numbers as zero: they cost hundreds of cycles each.
/// Returns the previous floating-point control word, to be handed to
/// `cblas_shim_restore_floating_point`.
unsigned long cblas_shim_flush_denormals(void);

/// Restores what `cblas_shim_flush_denormals` changed on the calling thread.
void cblas_shim_restore_floating_point(unsigned long control);

#endif
