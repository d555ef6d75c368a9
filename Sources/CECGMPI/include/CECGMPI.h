#ifndef ECG_CMPI_H
#define ECG_CMPI_H

#include <stddef.h>

/// What came of starting or of a message: 0 where all went well.
enum cmpi_status {
  CMPI_FINE = 0,
  /// The system has no library of MPI that this knows.
  CMPI_MISSING = 1,
  /// The library could not be started.
  CMPI_FAILED = 2,
};

/// Loads the system's MPI and joins the processes that were started together. Only one thread at a time may
/// send and receive.
///
/// `prefers_mpich` says which of two libraries is tried first.
int cmpi_start(int prefers_mpich);

/// The place of this process among them, counted from 0, and their number; 0 and 1 before ``cmpi_start``.
int cmpi_rank(void);
int cmpi_size(void);

/// The library's name and version; an empty string before ``cmpi_start``.
const char *cmpi_library(void);

/// Sends bytes to another process, or waits for as many of its.
int cmpi_send(const void *bytes, size_t count, int to);
int cmpi_receive(void *bytes, size_t count, int from);

/// Gives the bytes of one process, `root`, to all.
int cmpi_broadcast(void *bytes, size_t count, int root);

/// Waits for the others and leaves them.
void cmpi_finish(void);

/// Ends all of them, with this status; does nothing where there are no others.
void cmpi_abort(int status);

#endif
