#ifndef ECG_CFLAC_H
#define ECG_CFLAC_H

#include <stddef.h>
#include <stdint.h>

/// A FLAC stream and who wants its samples.
struct cflac_stream {
  /// The bytes of the stream.
  uint64_t length;
  /// Copies up to `count` bytes from `offset` on; fewer at the end only. A negative number ends it all.
  ptrdiff_t (*read)(uint64_t offset, void *bytes, size_t count, void *context);
  /// Called with the samples of each channel, block by block; anything but 0 ends it all.
  int (*take)(const int32_t *const *channels, size_t channel_count, size_t count, void *context);
  void *context;
};

/// How decoding ended.
enum cflac_result {
  /// At the end of the stream, or because `take` wanted no more.
  CFLAC_DONE,
  /// The stream is damaged, or `read` failed.
  CFLAC_DAMAGED,
  /// The system has no libFLAC, or no memory for it.
  CFLAC_NO_LIBRARY,
};

/// Whether the system has libFLAC.
int cflac_is_there(void);

/// Decodes a stream from a sample on, counted for each channel.
enum cflac_result cflac_decode(const struct cflac_stream *stream, uint64_t first);

#endif
