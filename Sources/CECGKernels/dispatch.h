// How one function becomes several, one for each level of the instruction set.

#ifndef SWIFT_ECG_CKERNELS_DISPATCH_H
#define SWIFT_ECG_CKERNELS_DISPATCH_H

#if defined(__linux__)
#include <features.h>  // tells glibc from Musl
#endif

// A product and the sum it is added to in one expression are one rounding, wherever the processor has such an
// instruction: so results are the same with AVX2, AVX-512 and NEON.
#pragma STDC FP_CONTRACT ON

/// Put before a function: compiles it for AVX-512 (x86-64-v4), for AVX2 with FMA (x86-64-v3) and for
/// any x86-64, and picks at load time. Needs indirect functions, which of the C libraries of Linux glibc
/// alone resolves; elsewhere, as on Apple silicon, the baseline has what is needed. The thread sanitizer
/// is not ready yet when they are resolved.
#if defined(__x86_64__) && defined(__GLIBC__) && !__has_feature(thread_sanitizer)
#define CK_DISPATCHES 1
#define CK_DISPATCH __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CK_DISPATCH
#endif

/// What the functions above share has to be compiled into each version of them.
#define CK_INLINE static inline __attribute__((always_inline))

/// Before a loop over channels: its iterations do not depend on one another.
#define CK_CHANNELS _Pragma("clang loop vectorize(assume_safety) interleave(disable)")

#endif
