// The system's libFLAC, loaded when it is first wanted.
//
// Few recordings are compressed, so nobody should have to install it to build or to start a program.
// The declarations below are part of libFLAC's binary interface, which has been the same since version
// 1.1.3 (2006).

#include "CECGFLAC.h"

#include <dlfcn.h>
#include <pthread.h>

enum { READ_CONTINUE = 0, READ_END = 1, READ_ABORT = 2 };
enum { SEEK_OK = 0, SEEK_ERROR = 1 };
enum { WRITE_CONTINUE = 0, WRITE_ABORT = 1 };
enum { STATE_END_OF_STREAM = 4 };

/// The beginning of a frame's header.
struct frame {
  uint32_t block_size;
  uint32_t sample_rate;
  uint32_t channels;
};

typedef int read_callback(const void *, uint8_t *, size_t *, void *);
typedef int seek_callback(const void *, uint64_t, void *);
typedef int tell_callback(const void *, uint64_t *, void *);
typedef int eof_callback(const void *, void *);
typedef int write_callback(const void *, const struct frame *, const int32_t *const *, void *);
typedef void metadata_callback(const void *, const void *, void *);
typedef void error_callback(const void *, int, void *);

static struct {
  int is_loaded;
  void *(*create)(void);
  void (*destroy)(void *);
  int (*init)(
      void *, read_callback *, seek_callback *, tell_callback *, tell_callback *, eof_callback *,
      write_callback *, metadata_callback *, error_callback *, void *);
  int (*process_metadata)(void *);
  int (*process_single)(void *);
  int (*seek)(void *, uint64_t);
  int (*state)(const void *);
} flac;

static void load(void) {
  static const char *const names[] = {
#ifdef __APPLE__
      "libFLAC.dylib", "/opt/homebrew/lib/libFLAC.dylib", "/usr/local/lib/libFLAC.dylib",
#else
      "libFLAC.so.14", "libFLAC.so.12", "libFLAC.so.8",
#endif
  };
  void *library = NULL;
  for (size_t i = 0; library == NULL && i < sizeof names / sizeof *names; i++) {
    library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
  }
  if (library == NULL) return;
  *(void **)&flac.create = dlsym(library, "FLAC__stream_decoder_new");
  *(void **)&flac.destroy = dlsym(library, "FLAC__stream_decoder_delete");
  *(void **)&flac.init = dlsym(library, "FLAC__stream_decoder_init_stream");
  *(void **)&flac.process_metadata =
      dlsym(library, "FLAC__stream_decoder_process_until_end_of_metadata");
  *(void **)&flac.process_single = dlsym(library, "FLAC__stream_decoder_process_single");
  *(void **)&flac.seek = dlsym(library, "FLAC__stream_decoder_seek_absolute");
  *(void **)&flac.state = dlsym(library, "FLAC__stream_decoder_get_state");
  flac.is_loaded = flac.create != NULL && flac.destroy != NULL && flac.init != NULL
      && flac.process_metadata != NULL && flac.process_single != NULL && flac.seek != NULL
      && flac.state != NULL;
}

int cflac_is_there(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return flac.is_loaded;
}

/// What the callbacks below need.
struct decoding {
  const struct cflac_stream *stream;
  uint64_t place;
  int is_damaged;
  int is_enough;
};

static int read_bytes(const void *decoder, uint8_t *bytes, size_t *count, void *context) {
  (void)decoder;
  struct decoding *decoding = context;
  ptrdiff_t got =
      decoding->stream->read(decoding->place, bytes, *count, decoding->stream->context);
  *count = got > 0 ? (size_t)got : 0;
  if (got < 0) return READ_ABORT;
  decoding->place += (uint64_t)got;
  return got == 0 ? READ_END : READ_CONTINUE;
}

static int go_to(const void *decoder, uint64_t place, void *context) {
  (void)decoder;
  struct decoding *decoding = context;
  if (place > decoding->stream->length) return SEEK_ERROR;
  decoding->place = place;
  return SEEK_OK;
}

static int tell_place(const void *decoder, uint64_t *place, void *context) {
  (void)decoder;
  *place = ((const struct decoding *)context)->place;
  return SEEK_OK;
}

static int tell_length(const void *decoder, uint64_t *length, void *context) {
  (void)decoder;
  *length = ((const struct decoding *)context)->stream->length;
  return SEEK_OK;
}

static int is_at_end(const void *decoder, void *context) {
  (void)decoder;
  const struct decoding *decoding = context;
  return decoding->place >= decoding->stream->length;
}

static int take_block(
    const void *decoder, const struct frame *frame, const int32_t *const *channels, void *context) {
  (void)decoder;
  struct decoding *decoding = context;
  decoding->is_enough = decoding->stream->take(
      channels, frame->channels, frame->block_size, decoding->stream->context);
  return decoding->is_enough ? WRITE_ABORT : WRITE_CONTINUE;
}

static void note_damage(const void *decoder, int status, void *context) {
  (void)decoder, (void)status;
  ((struct decoding *)context)->is_damaged = 1;
}

enum cflac_result cflac_decode(const struct cflac_stream *stream, uint64_t first) {
  void *decoder = cflac_is_there() ? flac.create() : NULL;
  if (decoder == NULL) return CFLAC_NO_LIBRARY;
  struct decoding decoding = {stream, 0, 0, 0};
  int goes_on = flac.init(
                    decoder, read_bytes, go_to, tell_place, tell_length, is_at_end, take_block, NULL,
                    note_damage, &decoding)
          == 0
      && flac.process_metadata(decoder);
  // Going to a sample decodes the block that it is in.
  if (goes_on && first > 0) goes_on = flac.seek(decoder, first);
  // While a place is sought, what is found by trial may look damaged.
  if (goes_on) decoding.is_damaged = 0;
  while (goes_on && !decoding.is_enough && !decoding.is_damaged
         && flac.state(decoder) != STATE_END_OF_STREAM) {
    goes_on = flac.process_single(decoder);
  }
  flac.destroy(decoder);
  if (decoding.is_enough) return CFLAC_DONE;
  return goes_on && !decoding.is_damaged ? CFLAC_DONE : CFLAC_DAMAGED;
}
