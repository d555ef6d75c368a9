// Preloaded into a program, has the system's calls fail as they seldom do; for check-faults.
//
//   ECG_FAULT=interrupted   every third call is interrupted before it did anything (EINTR)
//   ECG_FAULT=short         reads and writes do a few bytes at a time
//   ECG_FAULT=slow          every call takes a millisecond longer
//   ECG_FAULT=disk:N        from the Nth call on files on, all fail as on a disk that is gone (EIO)
//   ECG_FAULT=memory:N      from the Nth allocation on there is no memory
//   ECG_FAULT=count         nothing fails; what was called is counted
//
// Where ECG_FAULT_COUNTS names a file, the numbers of calls on files and of allocations are written to it in the end.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum kind { none, interrupted, shortened, slow, disk, memory };

static enum kind kind;
static long limit;
static atomic_long calls, allocations;

__attribute__((constructor)) static void begin(void) {
  const char *fault = getenv("ECG_FAULT");
  if (!fault) return;
  const char *number = strchr(fault, ':');
  limit = number ? atol(number + 1) : 0;
  if (!strncmp(fault, "interrupted", 11)) kind = interrupted;
  if (!strncmp(fault, "short", 5)) kind = shortened;
  if (!strncmp(fault, "slow", 4)) kind = slow;
  if (!strncmp(fault, "disk", 4)) kind = disk;
  if (!strncmp(fault, "memory", 6)) kind = memory;
}

__attribute__((destructor)) static void end(void) {
  const char *path = getenv("ECG_FAULT_COUNTS");
  if (!path) return;
  kind = none;
  FILE *file = fopen(path, "w");
  if (!file) return;
  fprintf(file, "%ld %ld\n", atomic_load(&calls), atomic_load(&allocations));
  fclose(file);
}

/// The function of that name that would have been called.
#define NEXT(name) \
  static __typeof__(&name) next; \
  if (!next) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

/// Whether a descriptor is of a file or a folder: of what lies on a disk.
static int is_on_disk(int descriptor) {
  struct stat about;
  return descriptor > 2 && fstat(descriptor, &about) == 0 && (S_ISREG(about.st_mode) || S_ISDIR(about.st_mode));
}

/// What the system and the program itself need is on another disk.
static int is_elsewhere(const char *path) {
  return !strncmp(path, "/proc", 5) || !strncmp(path, "/dev", 4) || !strncmp(path, "/sys", 4) ||
         !strncmp(path, "/usr", 4) || !strncmp(path, "/lib", 4) || !strncmp(path, "/etc", 4);
}

/// Counts a call on a file; where it fails, says so in errno and returns 1.
static int fails(int may_be_interrupted) {
  long number = atomic_fetch_add(&calls, 1) + 1;
  if (kind == slow) usleep(1000);
  if (kind == disk && number >= limit) {
    errno = EIO;
    return 1;
  }
  if (kind == interrupted && may_be_interrupted && number % 3 == 0) {
    errno = EINTR;
    return 1;
  }
  return 0;
}

static size_t shorter(size_t count) {
  return kind == shortened && count > 1 ? 1 + (size_t)atomic_load(&calls) * 997 % (count < 4096 ? count : 4096) : count;
}

ssize_t read(int descriptor, void *bytes, size_t count) {
  NEXT(read);
  if (!is_on_disk(descriptor)) return next(descriptor, bytes, count);
  return fails(1) ? -1 : next(descriptor, bytes, shorter(count));
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
  NEXT(write);
  if (!is_on_disk(descriptor)) return next(descriptor, bytes, count);
  return fails(1) ? -1 : next(descriptor, bytes, shorter(count));
}

ssize_t pread(int descriptor, void *bytes, size_t count, off_t place) {
  NEXT(pread);
  return is_on_disk(descriptor) && fails(1) ? -1 : next(descriptor, bytes, shorter(count), place);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t place) {
  NEXT(pwrite);
  return is_on_disk(descriptor) && fails(1) ? -1 : next(descriptor, bytes, shorter(count), place);
}

int fsync(int descriptor) {
  NEXT(fsync);
  return is_on_disk(descriptor) && fails(0) ? -1 : next(descriptor);
}

int ftruncate(int descriptor, off_t length) {
  NEXT(ftruncate);
  return fails(0) ? -1 : next(descriptor, length);
}

int open(const char *path, int flags, ...) {
  NEXT(open);
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  return !is_elsewhere(path) && fails(0) ? -1 : next(path, flags, mode);
}

int rename(const char *from, const char *to) {
  NEXT(rename);
  return fails(0) ? -1 : next(from, to);
}

int link(const char *from, const char *to) {
  NEXT(link);
  return fails(0) ? -1 : next(from, to);
}

int unlink(const char *path) {
  NEXT(unlink);
  return fails(0) ? -1 : next(path);
}

int mkdir(const char *path, mode_t mode) {
  NEXT(mkdir);
  return fails(0) ? -1 : next(path, mode);
}

void *mmap(void *place, size_t length, int protection, int flags, int descriptor, off_t offset) {
  NEXT(mmap);
  if (descriptor > 2 && fails(0)) return MAP_FAILED;
  return next(place, length, protection, flags, descriptor, offset);
}

static int is_out_of_memory(void) {
  long number = atomic_fetch_add(&allocations, 1) + 1;
  if (kind != memory || number < limit) return 0;
  errno = ENOMEM;
  return 1;
}

// By the names that glibc gives them besides, as dlsym allocates itself.
extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

void *malloc(size_t size) { return is_out_of_memory() ? NULL : __libc_malloc(size); }

void *calloc(size_t count, size_t size) { return is_out_of_memory() ? NULL : __libc_calloc(count, size); }

void *realloc(void *old, size_t size) { return is_out_of_memory() ? NULL : __libc_realloc(old, size); }

void *aligned_alloc(size_t alignment, size_t size) {
  return is_out_of_memory() ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  if (is_out_of_memory()) return ENOMEM;
  *result = __libc_memalign(alignment, size);
  return *result ? 0 : ENOMEM;
}
