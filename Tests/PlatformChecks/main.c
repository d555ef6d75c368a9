#include "check.h"
#include "ckernels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const long channel_counts[4] = {1, 3, 16, 37};

/// One line of the summary: all comparisons of one name.
struct line {
  const char *what;
  long count;
  double distance;  // the largest, as a share of what is tolerated
  bool is_wrong;
};

static struct line lines[64];
static int line_count;

/// A hash (FNV-1a) of the bits of all numbers compared.
static uint64_t bits = 0xcbf29ce484222325u;

static struct line *line_of(const char *what) {
  for (int i = 0; i < line_count; i++) {
    if (strcmp(lines[i].what, what) == 0) return &lines[i];
  }
  if (line_count == sizeof lines / sizeof *lines) abort();
  lines[line_count].what = what;
  return &lines[line_count++];
}

void check_near(
    const char *what, const float *found, const double *expected, long count, double tolerance) {
  struct line *line = line_of(what);
  double scale = 1;
  for (long i = 0; i < count; i++) scale = fmax(scale, fabs(expected[i]));
  for (long i = 0; i < count; i++) {
    uint32_t word;
    memcpy(&word, &found[i], sizeof word);
    bits = (bits ^ word) * 0x100000001b3u;
    const double distance = fabs(found[i] - expected[i]) / (tolerance * scale);
    // Written so that what is not a number is wrong.
    if (!(distance <= 1) && !line->is_wrong) {
      line->is_wrong = true;
      fprintf(
          stderr, "%s: number %ld of %ld: expected %.9g, found %.9g\n", what, i, count,
          expected[i], found[i]);
    }
    line->distance = fmax(line->distance, distance);
  }
  line->count += count;
}

void tell_bits(void) {
  if (ck_fuses_multiply_adds()) printf("%-35s %016llx\n", "bits", (unsigned long long)bits);
}

void check(const char *what, bool is_right) {
  struct line *line = line_of(what);
  line->count++;
  line->is_wrong = line->is_wrong || !is_right;
}

int summary(void) {
  int failed = 0;
  for (int i = 0; i < line_count; i++) {
    printf(
        "%-6s %-28s %8ld compared, at most %4.0f %% of the tolerance\n",
        lines[i].is_wrong ? "WRONG" : "right", lines[i].what, lines[i].count,
        100 * lines[i].distance);
    failed += lines[i].is_wrong;
  }
  printf("%d passed, %d failed\n", line_count - failed, failed);
  return failed;
}

float number(void) {
  // The multiplier is Knuth's, for MMIX.
  static uint64_t state = 1;
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (float)((int)(state >> 53) - 1024) / 1024;
}

static void *room(long count, size_t size) {
  void *bytes = calloc((size_t)count + 1, size);
  if (bytes == NULL) abort();
  return bytes;
}

float *zeros(long count) { return room(count, sizeof(float)); }

double *double_zeros(long count) { return room(count, sizeof(double)); }

float *numbers(long count) {
  float *result = zeros(count);
  for (long i = 0; i < count; i++) result[i] = number();
  return result;
}

float *untouched(long count) {
  float *result = zeros(count);
  for (long i = 0; i < count; i++) result[i] = UNTOUCHED;
  return result;
}

int main(int count, char **arguments) {
  if (count != 2) {
    fprintf(stderr, "Usage: %s FOLDER OF THE EMBEDDED FILES\n", arguments[0]);
    return 64;
  }
  check_rows();
  check_pointwise();
  check_activations();
  check_layer_norm();
  check_recurrent();
  check_softmax();
  check_direct_convolution();
  check_depthwise_convolution();
  check_minimal_filtering();
  check_matrix_product();
  check_packed_product();
  check_optimizers();
  tell_bits();
  check_blas();
  check_embedded(arguments[1]);
  check_loading();
  return summary() == 0 ? 0 : 1;
}
