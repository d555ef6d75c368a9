// The system's libcurl, loaded when it is first wanted.
//
// Linking it, or Foundation's URLSession, which is made of it, would have every start of a program
// load libcurl and the thirty libraries behind it. And nothing is needed to build this: the numbers
// below are part of libcurl's binary interface, which has been the same since version 7.16 (2006).

#include "CECGLibcurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
  GLOBAL_ALL = 3,
  PROTOCOL_HTTP = 1,
  PROTOCOL_HTTPS = 2,
  OPTION_LOW_SPEED_LIMIT = 19,
  OPTION_LOW_SPEED_TIME = 20,
  OPTION_NOPROGRESS = 43,
  OPTION_FOLLOWLOCATION = 52,
  OPTION_MAXREDIRS = 68,
  OPTION_BUFFERSIZE = 98,
  OPTION_NOSIGNAL = 99,
  OPTION_CONNECTTIMEOUT_MS = 156,
  OPTION_PROTOCOLS = 181,
  OPTION_REDIR_PROTOCOLS = 182,
  OPTION_WRITEDATA = 10001,
  OPTION_URL = 10002,
  OPTION_ERRORBUFFER = 10010,
  OPTION_HTTPHEADER = 10023,
  OPTION_HEADERDATA = 10029,
  OPTION_XFERINFODATA = 10057,
  OPTION_WRITEFUNCTION = 20011,
  OPTION_HEADERFUNCTION = 20079,
  OPTION_XFERINFOFUNCTION = 20219,
  INFO_RESPONSE_CODE = 0x200002,
  ERROR_FAILED_INIT = 2,
};

static struct {
  int is_loaded;
  int (*global_init)(long);
  void *(*easy_init)(void);
  int (*easy_setopt)(void *, int, ...);
  int (*easy_getinfo)(void *, int, ...);
  int (*easy_perform)(void *);
  void (*easy_reset)(void *);
  void (*easy_cleanup)(void *);
  const char *(*easy_strerror)(int);
  void *(*slist_append)(void *, const char *);
  void (*slist_free_all)(void *);
} curl;

static void load(void) {
  static const char *const names[] = {
#ifdef __APPLE__
      "/usr/lib/libcurl.4.dylib", "libcurl.4.dylib",
#else
      "libcurl.so.4", "libcurl-gnutls.so.4",
#endif
  };
  void *library = NULL;
  for (size_t i = 0; library == NULL && i < sizeof names / sizeof *names; i++) {
    library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
  }
  if (library == NULL) return;
  *(void **)&curl.global_init = dlsym(library, "curl_global_init");
  *(void **)&curl.easy_init = dlsym(library, "curl_easy_init");
  *(void **)&curl.easy_setopt = dlsym(library, "curl_easy_setopt");
  *(void **)&curl.easy_getinfo = dlsym(library, "curl_easy_getinfo");
  *(void **)&curl.easy_perform = dlsym(library, "curl_easy_perform");
  *(void **)&curl.easy_reset = dlsym(library, "curl_easy_reset");
  *(void **)&curl.easy_cleanup = dlsym(library, "curl_easy_cleanup");
  *(void **)&curl.easy_strerror = dlsym(library, "curl_easy_strerror");
  *(void **)&curl.slist_append = dlsym(library, "curl_slist_append");
  *(void **)&curl.slist_free_all = dlsym(library, "curl_slist_free_all");
  curl.is_loaded = curl.global_init != NULL && curl.easy_init != NULL && curl.easy_setopt != NULL
      && curl.easy_getinfo != NULL && curl.easy_perform != NULL && curl.easy_reset != NULL
      && curl.easy_cleanup != NULL && curl.easy_strerror != NULL && curl.slist_append != NULL
      && curl.slist_free_all != NULL && curl.global_init(GLOBAL_ALL) == 0;
}

void *clibcurl_open(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return curl.is_loaded ? curl.easy_init() : NULL;
}

/// What the callbacks below need.
struct transfer {
  void *connection;
  const struct clibcurl_request *request;
};

static size_t receive_header(char *line, size_t size, size_t count, void *context) {
  const struct transfer *transfer = context;
  transfer->request->header(line, size * count, transfer->request->context);
  return size * count;
}

static size_t receive_body(char *bytes, size_t size, size_t count, void *context) {
  const struct transfer *transfer = context;
  long status = 0;
  curl.easy_getinfo(transfer->connection, INFO_RESPONSE_CODE, &status);
  return transfer->request->body(bytes, size * count, status, transfer->request->context);
}

static int report_progress(
    void *context, long long a, long long b, long long c, long long d) {
  (void)a, (void)b, (void)c, (void)d;
  const struct transfer *transfer = context;
  return transfer->request->is_cancelled(transfer->request->context);
}

void clibcurl_get(
    void *connection, const struct clibcurl_request *request, struct clibcurl_result *result) {
  struct transfer transfer = {connection, request};
  memset(result, 0, sizeof *result);
  // Keeps connections that are open, forgets the options of the request before.
  curl.easy_reset(connection);
  void *fields = NULL;
  for (size_t i = 0; i < request->field_count; i++) {
    void *longer = curl.slist_append(fields, request->fields[i]);
    if (longer == NULL) {
      curl.slist_free_all(fields);
      result->code = ERROR_FAILED_INIT;
      return;
    }
    fields = longer;
  }
  // Nobody who began with encryption is led away from it.
  int is_secure = strncasecmp(request->url, "https:", 6) == 0;
  curl.easy_setopt(connection, OPTION_URL, request->url);
  curl.easy_setopt(connection, OPTION_HTTPHEADER, fields);
  curl.easy_setopt(connection, OPTION_PROTOCOLS, (long)(PROTOCOL_HTTP | PROTOCOL_HTTPS));
  curl.easy_setopt(
      connection, OPTION_REDIR_PROTOCOLS,
      (long)(is_secure ? PROTOCOL_HTTPS : PROTOCOL_HTTP | PROTOCOL_HTTPS));
  curl.easy_setopt(connection, OPTION_FOLLOWLOCATION, 1L);
  curl.easy_setopt(connection, OPTION_MAXREDIRS, 5L);
  // Signals are the program's own affair, and not safe among threads.
  curl.easy_setopt(connection, OPTION_NOSIGNAL, 1L);
  curl.easy_setopt(connection, OPTION_BUFFERSIZE, 256L * 1024);
  curl.easy_setopt(connection, OPTION_CONNECTTIMEOUT_MS, request->connect_timeout);
  curl.easy_setopt(connection, OPTION_LOW_SPEED_LIMIT, 1L);
  curl.easy_setopt(connection, OPTION_LOW_SPEED_TIME, request->stall_timeout);
  curl.easy_setopt(connection, OPTION_ERRORBUFFER, result->message);
  curl.easy_setopt(connection, OPTION_HEADERFUNCTION, receive_header);
  curl.easy_setopt(connection, OPTION_HEADERDATA, &transfer);
  curl.easy_setopt(connection, OPTION_WRITEFUNCTION, receive_body);
  curl.easy_setopt(connection, OPTION_WRITEDATA, &transfer);
  curl.easy_setopt(connection, OPTION_NOPROGRESS, 0L);
  curl.easy_setopt(connection, OPTION_XFERINFOFUNCTION, report_progress);
  curl.easy_setopt(connection, OPTION_XFERINFODATA, &transfer);
  result->code = curl.easy_perform(connection);
  curl.easy_getinfo(connection, INFO_RESPONSE_CODE, &result->status);
  if (result->code != 0 && result->message[0] == 0) {
    strncpy(result->message, curl.easy_strerror(result->code), sizeof result->message - 1);
  }
  // Nothing of this request outlives it.
  curl.easy_reset(connection);
  curl.slist_free_all(fields);
}

void clibcurl_close(void *connection) { curl.easy_cleanup(connection); }
