// How one function becomes several, one for each level of the instruction set.

#ifndef SWIFT_ECG_CKERNELS_DISPATCH_H
#define SWIFT_ECG_CKERNELS_DISPATCH_H

/// Put before a function: compiles it for AVX-512 (x86-64-v4), for AVX2 with FMA (x86-64-v3) and for
/// any x86-64, and picks at load time. Needs ELF's indirect functions, so it is for Linux; elsewhere,
/// as on Apple silicon, the baseline has what is needed.
#if defined(__x86_64__) && defined(__linux__) && defined(__has_attribute)
#if __has_attribute(target_clones)
#define CK_DISPATCH __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#endif
#endif
#ifndef CK_DISPATCH
#define CK_DISPATCH
#endif

/// What the functions above share has to be compiled into each version of them.
#define CK_INLINE static inline __attribute__((always_inline))

/// Before a loop over channels: its iterations do not depend on one another.
#define CK_CHANNELS _Pragma("clang loop vectorize(assume_safety) interleave(disable)")

#endif
