#ifndef CSHA256_H
#define CSHA256_H

#include <stddef.h>
#include <stdint.h>

/// Adds whole blocks of 64 bytes to the state of a SHA-256 checksum by the processor's own instructions.
///
/// Returns 1; 0 where the processor has none, and nothing was done.
int csha256_add(uint32_t state[8], const uint8_t *bytes, size_t blocks);

#endif
