// The system's zlib, loaded when it is first wanted.
//
// Every system has the library, few have its headers, and only archives need it. The declarations below are
// part of zlib's binary interface, which has been the same since version 1.1.

#include "CECGZlib.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { OK = 0, STREAM_END = 1, BUFFER_ERROR = -5 };
enum { NO_FLUSH = 0 };
enum { RAW_WINDOW = -15, GZIP_WINDOW = 15 + 16 };

struct z_stream {
  const uint8_t *next_in;
  unsigned avail_in;
  unsigned long total_in;
  uint8_t *next_out;
  unsigned avail_out;
  unsigned long total_out;
  const char *message;
  void *state;
  void *(*allocate)(void *, unsigned, unsigned);
  void (*release)(void *, void *);
  void *context;
  int data_type;
  unsigned long checksum;
  unsigned long reserved;
};

struct czlib_inflater {
  struct z_stream stream;
};

static struct {
  int is_loaded;
  int (*init)(struct z_stream *, int, const char *, int);
  int (*inflate)(struct z_stream *, int);
  int (*copy)(struct z_stream *, const struct z_stream *);
  int (*reset)(struct z_stream *);
  int (*end)(struct z_stream *);
  unsigned long (*crc32)(unsigned long, const uint8_t *, unsigned);
} zlib;

static void load(void) {
#ifdef __APPLE__
  void *library = dlopen("/usr/lib/libz.1.dylib", RTLD_NOW | RTLD_LOCAL);
#else
  void *library = dlopen("libz.so.1", RTLD_NOW | RTLD_LOCAL);
#endif
  if (library == NULL) return;
  *(void **)&zlib.init = dlsym(library, "inflateInit2_");
  *(void **)&zlib.inflate = dlsym(library, "inflate");
  *(void **)&zlib.copy = dlsym(library, "inflateCopy");
  *(void **)&zlib.reset = dlsym(library, "inflateReset");
  *(void **)&zlib.end = dlsym(library, "inflateEnd");
  *(void **)&zlib.crc32 = dlsym(library, "crc32");
  zlib.is_loaded = zlib.init != NULL && zlib.inflate != NULL && zlib.copy != NULL
      && zlib.reset != NULL && zlib.end != NULL && zlib.crc32 != NULL;
}

int czlib_is_there(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return zlib.is_loaded;
}

struct czlib_inflater *czlib_new(enum czlib_wrapping wrapping) {
  if (!czlib_is_there()) return NULL;
  struct czlib_inflater *inflater = calloc(1, sizeof *inflater);
  if (inflater == NULL) return NULL;
  int window = wrapping == CZLIB_GZIP ? GZIP_WINDOW : RAW_WINDOW;
  // Of the version that is asked for zlib compares the first digit.
  if (zlib.init(&inflater->stream, window, "1", (int)sizeof inflater->stream) == OK) {
    return inflater;
  }
  free(inflater);
  return NULL;
}

struct czlib_inflater *czlib_copy(const struct czlib_inflater *inflater) {
  struct czlib_inflater *copy = calloc(1, sizeof *copy);
  if (copy == NULL) return NULL;
  if (zlib.copy(&copy->stream, &inflater->stream) == OK) return copy;
  free(copy);
  return NULL;
}

void czlib_restart(struct czlib_inflater *inflater) { zlib.reset(&inflater->stream); }

void czlib_free(struct czlib_inflater *inflater) {
  if (inflater == NULL) return;
  zlib.end(&inflater->stream);
  free(inflater);
}

enum czlib_result czlib_inflate(
    struct czlib_inflater *inflater, const uint8_t *input, size_t input_count, size_t *taken,
    uint8_t *output, size_t output_count, size_t *made) {
  struct z_stream *stream = &inflater->stream;
  unsigned in = input_count < INT_MAX ? (unsigned)input_count : INT_MAX;
  unsigned out = output_count < INT_MAX ? (unsigned)output_count : INT_MAX;
  stream->next_in = input;
  stream->avail_in = in;
  stream->next_out = output;
  stream->avail_out = out;
  int result = zlib.inflate(stream, NO_FLUSH);
  *taken = in - stream->avail_in;
  *made = out - stream->avail_out;
  if (result == STREAM_END) return CZLIB_END;
  // Without bytes or room nothing can be done, which is no error.
  return result == OK || result == BUFFER_ERROR ? CZLIB_MORE : CZLIB_DAMAGED;
}

uint32_t czlib_crc32(uint32_t sum, const uint8_t *bytes, size_t count) {
  unsigned long result = sum;
  while (count > 0) {
    unsigned part = count < INT_MAX ? (unsigned)count : INT_MAX;
    result = zlib.crc32(result, bytes, part);
    bytes += part;
    count -= part;
  }
  return (uint32_t)result;
}
