#ifndef ECG_CZLIB_H
#define ECG_CZLIB_H

#include <stddef.h>
#include <stdint.h>

/// A stream that is being decompressed.
struct czlib_inflater;

/// How compressed bytes are wrapped.
enum czlib_wrapping {
  /// Not at all, as in a ZIP archive.
  CZLIB_RAW,
  /// As a file of gzip.
  CZLIB_GZIP,
};

/// How far decompressing came.
enum czlib_result {
  /// There is more: bytes to take, or room wanted for what they make.
  CZLIB_MORE,
  /// The stream ended.
  CZLIB_END,
  /// The bytes are no such stream.
  CZLIB_DAMAGED,
};

/// Whether the system has zlib.
int czlib_is_there(void);

/// A stream at its beginning; NULL without zlib or memory for it.
struct czlib_inflater *czlib_new(enum czlib_wrapping wrapping);

/// A second stream at the same place; NULL without memory for it.
struct czlib_inflater *czlib_copy(const struct czlib_inflater *inflater);

/// Takes what follows for the beginning of another stream.
void czlib_restart(struct czlib_inflater *inflater);

void czlib_free(struct czlib_inflater *inflater);

/// Decompresses from `input` into `output`; says in `taken` and `made` how much of each was used.
enum czlib_result czlib_inflate(
    struct czlib_inflater *inflater, const uint8_t *input, size_t input_count, size_t *taken,
    uint8_t *output, size_t output_count, size_t *made);

/// The checksum CRC-32 of `bytes` after those whose checksum is `sum`, 0 at the beginning. Needs zlib.
uint32_t czlib_crc32(uint32_t sum, const uint8_t *bytes, size_t count);

#endif
