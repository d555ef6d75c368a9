// Tells the thread sanitizer what Swift's libraries order; check-sanitizers preloads it.
//
// The libraries that come with Swift are not built for the sanitizer. It sees the atomic operations that they compile
// into what uses them, and what the runtime tells it of tasks that are handed from thread to thread; without the
// functions here, all that the rest keeps apart would be reported.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

// Weak: what runs the tests has no sanitizer.
__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

static void acquire(void *address) {
  if (__tsan_acquire) __tsan_acquire(address);
}

static void release(void *address) {
  if (__tsan_release) __tsan_release(address);
}

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *self

// A Mutex that somebody waits for; one that is free is taken and given back without a call.

// _MutexHandle._lockSlow(_:) and _unlockSlow()
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void lock(uint32_t thread, SELF) __asm__(LOCK);
SWIFT void unlock(SELF) __asm__(UNLOCK);

SWIFT void lock(uint32_t thread, SELF) {
  SWIFT void (*next)(uint32_t, SELF) = dlsym(RTLD_NEXT, LOCK);
  next(thread, self);
  acquire(self);
}

SWIFT void unlock(SELF) {
  SWIFT void (*next)(SELF) = dlsym(RTLD_NEXT, UNLOCK);
  release(self);
  next(self);
}

// A continuation that is resumed before its task waits for it: the task then goes on without being handed over.

extern void *swift_task_getCurrent(void);

SWIFT void swift_continuation_resume(void *task) {
  SWIFT void (*next)(void *) = dlsym(RTLD_NEXT, "swift_continuation_resume");
  release(task);
  next(task);
}

SWIFT void swift_continuation_throwingResume(void *task) {
  SWIFT void (*next)(void *) = dlsym(RTLD_NEXT, "swift_continuation_throwingResume");
  release(task);
  next(task);
}

SWIFT void swift_continuation_throwingResumeWithError(void *task, void *error) {
  SWIFT void (*next)(void *, void *) = dlsym(RTLD_NEXT, "swift_continuation_throwingResumeWithError");
  release(task);
  next(task, error);
}

// CheckedContinuation.resume(returning:) and resume(throwing:), which call these within their library.
#define RETURN "$sScC6resume9returningyxn_tF"
#define THROW "$sScC6resume8throwingyq_n_tF"

// The task of a checked continuation, which is a reference to an object whose first field it is, nil once resumed.
static void *task(void **self) { return ((void **)*self)[2]; }

SWIFT void checkedReturn(void *value, void *type, SELF) __asm__(RETURN);
SWIFT void checkedThrow(void *error, void *type, SELF) __asm__(THROW);

SWIFT void checkedReturn(void *value, void *type, SELF) {
  SWIFT void (*next)(void *, void *, SELF) = dlsym(RTLD_NEXT, RETURN);
  void *waiting = task(self);
  if (waiting) release(waiting);
  next(value, type, self);
}

SWIFT void checkedThrow(void *error, void *type, SELF) {
  SWIFT void (*next)(void *, void *, SELF) = dlsym(RTLD_NEXT, THROW);
  void *waiting = task(self);
  if (waiting) release(waiting);
  next(error, type, self);
}

__attribute__((swiftasynccall)) void swift_continuation_await(void *context) {
  __attribute__((swiftasynccall)) void (*next)(void *) = dlsym(RTLD_NEXT, "swift_continuation_await");
  // What is handed over by who resumes it between this line and the next is reported still, but for the result, which
  // threads.suppressions leaves out.
  acquire(swift_task_getCurrent());
  __attribute__((musttail)) return next(context);
}
