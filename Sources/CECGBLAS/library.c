// Loading OpenBLAS, and what is known of it.
//
// Linked to the program, it would start its threads before `main` and take 128 MB of addresses for each,
// which it waits for in a loop without an end where there is a limit. So it is loaded when the first
// product is wanted, after a look at what can be had; commands without a network do without it.

#define _GNU_SOURCE  // dladdr, RTLD_DEFAULT

#include "cblas_shim.h"
#include "library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__APPLE__)
#include <Accelerate/Accelerate.h>
#endif

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/// For how many threads all is ready.
static atomic_int prepared = 0;
static _Atomic(cblas_sgemm_function *) sgemm = NULL;
static char load_error[512] = "";

cblas_sgemm_function *cblas_library_sgemm(void) {
  return atomic_load_explicit(&sgemm, memory_order_acquire);
}

const char *cblas_shim_load_error(void) { return load_error; }

#if defined(__APPLE__)

const long cblas_shim_thread_memory = 0;

static enum cblas_shim_state load(int threads, long besides) {
  (void)threads;
  (void)besides;
  BLASSetThreading(BLAS_THREADING_SINGLE_THREADED);
  atomic_store(&sgemm, (cblas_sgemm_function *)cblas_sgemm);
  return CBLAS_SHIM_READY;
}

static enum cblas_shim_state find_memory(long blocks, long besides) {
  (void)blocks;
  (void)besides;
  return CBLAS_SHIM_READY;
}

const char *cblas_shim_configuration(void) { return "Accelerate"; }
const char *cblas_shim_kernels(void) { return NULL; }

#else

// A program that is linked statically, which cannot load libraries, may bring these along.
extern __attribute__((weak)) void cblas_sgemm(
    int, int, int, int, int, int, float, const float *, int, const float *, int, float, float *, int);
extern __attribute__((weak)) void openblas_set_num_threads(int);

/// `BUFFER_SIZE` of OpenBLAS 0.3 for processors of 64 bits.
const long cblas_shim_thread_memory = 128L << 20;

/// What the library itself takes when it is loaded, and what goes on beside it.
static const long library_memory = 64L << 20;

/// Whether so many blocks of memory can be had at once, as OpenBLAS asks for them, and so many bytes beside them.
static enum cblas_shim_state find_memory(long blocks, long besides) {
  const size_t more = besides > 0 ? (size_t)besides : 1;
  void *const rest = mmap(NULL, more, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (rest == MAP_FAILED) return CBLAS_SHIM_NO_MEMORY;
  void **found = calloc((size_t)blocks, sizeof *found);
  long count = 0;
  while (found != NULL && count < blocks) {
    void *const block = mmap(
        NULL, (size_t)cblas_shim_thread_memory, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
        -1, 0);
    if (block == MAP_FAILED) break;
    found[count++] = block;
  }
  for (long i = 0; i < count; i++) munmap(found[i], (size_t)cblas_shim_thread_memory);
  free(found);
  munmap(rest, more);
  return count == blocks ? CBLAS_SHIM_READY : CBLAS_SHIM_NO_MEMORY;
}

/// The threads that OpenBLAS starts when it is loaded, each with memory of its own.
static long threads_of_library(void) {
  const char *const limit = getenv("OPENBLAS_NUM_THREADS");
  const long count = limit != NULL && atol(limit) > 0 ? atol(limit) : sysconf(_SC_NPROCESSORS_ONLN);
  return count > 1 ? count - 1 : 0;
}

static enum cblas_shim_state load(int threads, long besides) {
  const enum cblas_shim_state state =
      find_memory(threads + threads_of_library(), besides + library_memory);
  if (state != CBLAS_SHIM_READY) return state;
  // For all to see, so that a library that was loaded before it can put itself in its place.
  static const char *const names[] = {"libopenblas.so.0", "libopenblas.so", "libopenblasp.so.0"};
  void *library = NULL;
  for (size_t i = 0; library == NULL && i < sizeof names / sizeof *names; i++) {
    library = dlopen(names[i], RTLD_NOW | RTLD_GLOBAL);
    const char *const error = library == NULL && i == 0 ? dlerror() : NULL;
    if (error != NULL) snprintf(load_error, sizeof load_error, "%s", error);
  }
  cblas_sgemm_function *function = NULL;
  void (*set_threads)(int) = NULL;
  *(void **)&function = dlsym(RTLD_DEFAULT, "cblas_sgemm");
  *(void **)&set_threads = dlsym(RTLD_DEFAULT, "openblas_set_num_threads");
  if (function == NULL) function = cblas_sgemm;
  if (set_threads == NULL) set_threads = openblas_set_num_threads;
  if (function == NULL) return CBLAS_SHIM_NO_LIBRARY;
  if (set_threads != NULL) set_threads(1);
  atomic_store_explicit(&sgemm, function, memory_order_release);
  return CBLAS_SHIM_READY;
}

/// What a function of OpenBLAS without arguments says.
static const char *told_by(const char *name) {
  const char *(*function)(void) = NULL;
  if (cblas_library_sgemm() != NULL) *(void **)&function = dlsym(RTLD_DEFAULT, name);
  return function == NULL ? NULL : function();
}

const char *cblas_shim_configuration(void) { return told_by("openblas_get_config"); }
const char *cblas_shim_kernels(void) { return told_by("openblas_get_corename"); }

#endif

const char *cblas_shim_file(void) {
  Dl_info info;
  cblas_sgemm_function *const function = cblas_library_sgemm();
  if (function == NULL || dladdr(*(void *const *)&function, &info) == 0) return NULL;
  return info.dli_fname;
}

enum cblas_shim_state cblas_shim_prepare(int threads, long besides) {
  // Before anything else: how many processors there are is read from a file, which takes a twelfth of what one
  // beat takes.
  if (atomic_load_explicit(&prepared, memory_order_acquire) >= threads) return CBLAS_SHIM_READY;
  const long processors = sysconf(_SC_NPROCESSORS_ONLN);
  if (threads > processors && processors > 0) threads = (int)processors;
  if (atomic_load_explicit(&prepared, memory_order_acquire) >= threads) return CBLAS_SHIM_READY;
  pthread_mutex_lock(&lock);
  enum cblas_shim_state state = CBLAS_SHIM_READY;
  if (atomic_load(&prepared) < threads) {
    state = cblas_library_sgemm() == NULL ? load(threads, besides) : find_memory(threads, besides);
    if (state == CBLAS_SHIM_READY) atomic_store_explicit(&prepared, threads, memory_order_release);
  }
  pthread_mutex_unlock(&lock);
  return state;
}
