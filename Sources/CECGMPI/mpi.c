// The system's MPI, loaded when it is first wanted, so that nothing of it is needed to build this or to run
// without it.
//
// The two binary interfaces that are about differ in their handles alone: pointers to variables of the library in
// Open MPI, numbers in MPICH and what keeps to its interface (MVAPICH, Intel's, Cray's). Both have been the
// same for ten years and more; the numbers below are part of the latter ("MPICH ABI Compatibility Initiative").

#include "CECGMPI.h"

#include <dlfcn.h>
#include <string.h>

enum {
  MPICH_WORLD = 0x44000000,
  MPICH_BYTE = 0x4c00010d,
  MPICH_ERRORS_RETURN = 0x54000001,
  THREAD_SERIALIZED = 2,
  LONGEST_VERSION = 8192,
  /// The largest message; counts are of int.
  LARGEST = 1 << 30,
  /// Of all messages: they come in the order in which they are sent.
  TAG = 0,
};

/// A handle in either form.
typedef union {
  void *pointer;
  int number;
} handle;

static struct {
  int is_mpich, is_running, rank, size;
  handle world, byte;
  void *ignored_status;
  char version[LONGEST_VERSION];
  void *init, *rank_of, *size_of, *library_version, *set_errhandler;
  void *send, *receive, *broadcast, *finalize, *abort;
} mpi = {.size = 1};

// Calls a function of the library whose handles are of one form or of the other.
#define CALL(function, open_types, mpich_types, open_arguments, mpich_arguments) \
  (mpi.is_mpich ? ((int(*) mpich_types)mpi.function)mpich_arguments             \
                : ((int(*) open_types)mpi.function)open_arguments)

/// Finds the functions, or returns 0.
static int find(void *library) {
  struct {
    const char *name;
    void **function;
  } const functions[] = {
      {"MPI_Init_thread", &mpi.init},     {"MPI_Comm_rank", &mpi.rank_of},
      {"MPI_Comm_size", &mpi.size_of},    {"MPI_Get_library_version", &mpi.library_version},
      {"MPI_Send", &mpi.send},            {"MPI_Recv", &mpi.receive},
      {"MPI_Bcast", &mpi.broadcast},      {"MPI_Finalize", &mpi.finalize},
      {"MPI_Abort", &mpi.abort},          {"MPI_Comm_set_errhandler", &mpi.set_errhandler},
  };
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    *functions[i].function = dlsym(library, functions[i].name);
    if (*functions[i].function == NULL) return 0;
  }
  mpi.world.pointer = dlsym(library, "ompi_mpi_comm_world");
  mpi.is_mpich = mpi.world.pointer == NULL;
  if (mpi.is_mpich) {
    mpi.world.number = MPICH_WORLD;
    mpi.byte.number = MPICH_BYTE;
    mpi.ignored_status = (void *)1;
  } else {
    mpi.byte.pointer = dlsym(library, "ompi_mpi_byte");
    mpi.ignored_status = NULL;
  }
  return mpi.is_mpich || mpi.byte.pointer != NULL;
}

static void *load(int prefers_mpich) {
  static const char *const names[2][4] = {
#ifdef __APPLE__
      {"libmpi.40.dylib", "/opt/homebrew/lib/libmpi.40.dylib", "/usr/local/lib/libmpi.40.dylib"},
      {"libmpi.12.dylib", "/opt/homebrew/lib/libmpi.12.dylib", "/usr/local/lib/libmpi.12.dylib"},
#else
      {"libmpi.so.40"},
      {"libmpi.so.12", "libmpich.so.12"},
#endif
  };
  for (int kind = 0; kind < 2; kind++) {
    const char *const *candidates = names[prefers_mpich ? 1 - kind : kind];
    for (int i = 0; i < 4 && candidates[i] != NULL; i++) {
      // Its plug-ins look for the library's own symbols.
      void *library = dlopen(candidates[i], RTLD_NOW | RTLD_GLOBAL);
      if (library != NULL && find(library)) return library;
    }
  }
  return NULL;
}

int cmpi_start(int prefers_mpich) {
  if (mpi.is_running) return CMPI_FINE;
  void *library = load(prefers_mpich);
  if (library == NULL) return CMPI_MISSING;
  int provided = 0;
  if (((int (*)(int *, char ***, int, int *))mpi.init)(NULL, NULL, THREAD_SERIALIZED, &provided) != 0
      || provided < THREAD_SERIALIZED) {
    return CMPI_FAILED;
  }
  mpi.is_running = 1;
  int failed = CALL(
      rank_of, (void *, int *), (int, int *), (mpi.world.pointer, &mpi.rank),
      (mpi.world.number, &mpi.rank));
  failed |= CALL(
      size_of, (void *, int *), (int, int *), (mpi.world.pointer, &mpi.size),
      (mpi.world.number, &mpi.size));
  // What goes wrong is told by us, with what to do, not by the library.
  void *returning = dlsym(library, "ompi_mpi_errors_return");
  failed |= CALL(
      set_errhandler, (void *, void *), (int, int), (mpi.world.pointer, returning),
      (mpi.world.number, MPICH_ERRORS_RETURN));
  int length = 0;
  if (((int (*)(char *, int *))mpi.library_version)(mpi.version, &length) != 0) length = 0;
  mpi.version[length < LONGEST_VERSION ? length : LONGEST_VERSION - 1] = '\0';
  return failed ? CMPI_FAILED : CMPI_FINE;
}

int cmpi_rank(void) { return mpi.rank; }

int cmpi_size(void) { return mpi.size; }

const char *cmpi_library(void) { return mpi.version; }

static int part(size_t count) { return count < LARGEST ? (int)count : LARGEST; }

int cmpi_send(const void *bytes, size_t count, int to) {
  const char *next = bytes;
  int failed = 0;
  while (count > 0 && !failed) {
    const int size = part(count);
    failed = CALL(
        send, (const void *, int, void *, int, int, void *), (const void *, int, int, int, int, int),
        (next, size, mpi.byte.pointer, to, TAG, mpi.world.pointer),
        (next, size, mpi.byte.number, to, TAG, mpi.world.number));
    next += size;
    count -= (size_t)size;
  }
  return failed ? CMPI_FAILED : CMPI_FINE;
}

int cmpi_receive(void *bytes, size_t count, int from) {
  char *next = bytes;
  int failed = 0;
  while (count > 0 && !failed) {
    const int size = part(count);
    failed = CALL(
        receive, (void *, int, void *, int, int, void *, void *),
        (void *, int, int, int, int, int, void *),
        (next, size, mpi.byte.pointer, from, TAG, mpi.world.pointer, mpi.ignored_status),
        (next, size, mpi.byte.number, from, TAG, mpi.world.number, mpi.ignored_status));
    next += size;
    count -= (size_t)size;
  }
  return failed ? CMPI_FAILED : CMPI_FINE;
}

int cmpi_broadcast(void *bytes, size_t count, int root) {
  char *next = bytes;
  int failed = 0;
  while (count > 0 && !failed) {
    const int size = part(count);
    failed = CALL(
        broadcast, (void *, int, void *, int, void *), (void *, int, int, int, int),
        (next, size, mpi.byte.pointer, root, mpi.world.pointer),
        (next, size, mpi.byte.number, root, mpi.world.number));
    next += size;
    count -= (size_t)size;
  }
  return failed ? CMPI_FAILED : CMPI_FINE;
}

void cmpi_finish(void) {
  if (!mpi.is_running) return;
  mpi.is_running = 0;
  ((int (*)(void))mpi.finalize)();
}

void cmpi_abort(int status) {
  if (!mpi.is_running || mpi.size < 2) return;
  mpi.is_running = 0;
  (void)CALL(
      abort, (void *, int), (int, int), (mpi.world.pointer, status), (mpi.world.number, status));
}
