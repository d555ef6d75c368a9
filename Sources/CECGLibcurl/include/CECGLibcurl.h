#ifndef ECG_CLIBCURL_H
#define ECG_CLIBCURL_H

#include <stddef.h>

/// A GET request.
struct clibcurl_request {
  const char *url;
  /// Further header fields, each as "Name: value".
  const char *const *fields;
  size_t field_count;
  /// The longest wait for a connection, in milliseconds.
  long connect_timeout;
  /// After so many seconds without a byte the transfer has failed.
  long stall_timeout;
  /// Called with each line of the answer's header.
  void (*header)(const char *line, size_t count, void *context);
  /// Called with each piece of the body of an answer that is no redirection, and the answer's status;
  /// anything but `count` ends the transfer.
  size_t (*body)(const void *bytes, size_t count, long status, void *context);
  /// Called about once a second at least; anything but 0 ends the transfer.
  int (*is_cancelled)(void *context);
  void *context;
};

/// How a request ended.
struct clibcurl_result {
  /// libcurl's code: 0 where a whole answer was received, whatever its status.
  int code;
  /// The answer's status, such as 200; 0 where there was none.
  long status;
  /// What went wrong, in libcurl's words.
  char message[256];
};

/// Opens a connection to be; a null pointer where the system has no libcurl.
void *clibcurl_open(void);

/// Sends a request and waits until the answer has been received.
void clibcurl_get(
    void *connection, const struct clibcurl_request *request, struct clibcurl_result *result);

/// Closes a connection.
void clibcurl_close(void *connection);

#endif
