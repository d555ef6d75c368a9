// Products, and a check of them.
//
// A BLAS picks its kernels by the processor, and other ones by the sizes of the matrices: a fault, of the
// library or of the processor, can hide in one of them and make results wrong that look right. So the
// first product of each shape on each thread is compared with sums in double precision, by Freivalds'
// way (1977): for C = A · B and a vector x, C · x = A · (B · x) costs as much as reading the matrices
// does, and an error in any element of C shows in its row.

#include "cblas_shim.h"
#include "library.h"

#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool has_fault = false;
static struct cblas_shim_fault first_fault;

bool cblas_shim_wrong_product(struct cblas_shim_fault *fault) {
  pthread_mutex_lock(&lock);
  const bool is_wrong = has_fault;
  if (is_wrong) *fault = first_fault;
  pthread_mutex_unlock(&lock);
  return is_wrong;
}

static void report(const struct cblas_shim_fault *fault) {
  pthread_mutex_lock(&lock);
  if (!has_fault) first_fault = *fault;
  has_fault = true;
  pthread_mutex_unlock(&lock);
}

// MARK: The shapes that were checked

enum { SLOTS = 512, MOST_SHAPES = 384 };

/// The shapes that this thread has seen to be right, by their hashes; 0 where there is none.
static _Thread_local uint64_t checked[SLOTS];
static _Thread_local int checked_count = 0;

static uint64_t hash_of(int m, int n, int k, int variant) {
  uint64_t hash = (uint64_t)(uint32_t)m * 0x9e3779b97f4a7c15u;
  hash = (hash ^ (hash >> 29) ^ (uint32_t)n) * 0xbf58476d1ce4e5b9u;
  hash = (hash ^ (hash >> 31) ^ (uint32_t)k) * 0x94d049bb133111ebu;
  hash = (hash ^ (hash >> 30) ^ (uint32_t)variant) * 0x9e3779b97f4a7c15u;
  return hash | 1;
}

/// Where a shape stands among those checked, or is to stand; a null pointer where there are enough.
static uint64_t *slot_of(uint64_t hash) {
  uint64_t slot = hash >> 40;
  while (checked[slot % SLOTS] != 0 && checked[slot % SLOTS] != hash) slot++;
  if (checked[slot % SLOTS] == 0 && checked_count >= MOST_SHAPES) return NULL;
  return &checked[slot % SLOTS];
}

// MARK: The check

/// A matrix in memory as it stands in the product.
struct matrix {
  const float *start;
  int rows, columns, stride;
  bool is_transposed;
};

/// The vector x: no two neighbours are alike, and none is near zero.
static double weight(int index) {
  const double turn = index * 0.6180339887498949;
  return 1 + 0.5 * (turn - floor(turn));
}

/// Adds `matrix · vector` to `sums`, and the same of their magnitudes to `sizes`.
static void add_product(
    struct matrix matrix, const double *vector, const double *vector_sizes, double *sums,
    double *sizes) {
  if (matrix.is_transposed) {
    for (int column = 0; column < matrix.columns; column++) {
      const float *values = matrix.start + (long)column * matrix.stride;
      for (int row = 0; row < matrix.rows; row++) {
        sums[row] += values[row] * vector[column];
        sizes[row] += fabs((double)values[row]) * vector_sizes[column];
      }
    }
  } else {
    for (int row = 0; row < matrix.rows; row++) {
      const float *values = matrix.start + (long)row * matrix.stride;
      double sum = 0, size = 0;
      for (int column = 0; column < matrix.columns; column++) {
        sum += values[column] * vector[column];
        size += fabs((double)values[column]) * vector_sizes[column];
      }
      sums[row] += sum;
      sizes[row] += size;
    }
  }
}

/// The sums that a product is compared by.
struct sums {
  /// `x`, of the result's columns.
  double *weights;
  /// `B · x`, and of its magnitudes.
  double *inner, *inner_sizes;
  /// `A · (B · x)`, and of its magnitudes, by the result's rows.
  double *expected, *sizes;
  /// What is added to `C · x`, and its magnitudes, by the result's rows.
  double *found, *found_sizes;
  double *memory;
};

static bool make_sums(struct sums *sums, int m, int n, int k) {
  sums->memory = calloc((size_t)n + 2 * (size_t)k + 4 * (size_t)m, sizeof(double));
  if (sums->memory == NULL) return false;
  sums->weights = sums->memory;
  sums->inner = sums->weights + n;
  sums->inner_sizes = sums->inner + k;
  sums->expected = sums->inner_sizes + k;
  sums->sizes = sums->expected + m;
  sums->found = sums->sizes + m;
  sums->found_sizes = sums->found + m;
  for (int i = 0; i < n; i++) sums->weights[i] = weight(i);
  return true;
}

/// How the rows of a product compare.
struct verdict {
  /// The first row that is wrong, or -1.
  int wrong_row;
  /// Whether at least half of the rows have something in them: of zeros much can be wrong unseen.
  bool is_telling;
};

static struct verdict judge(const struct sums *sums, int m, int k) {
  // Rounding adds up to less than this share of the magnitudes, in any order of the sums.
  const double share = (8 + 2 * sqrt(k)) * 0x1p-24;
  struct verdict verdict = {-1, false};
  int told = 0;
  for (int row = 0; row < m; row++) {
    const double size = sums->sizes[row];
    // Numbers that are out of all proportion are found by who reads the results.
    if (!(size < 1e37)) continue;
    if (size > 1e-20) told++;
    const double distance = fabs(sums->found[row] - sums->expected[row]);
    if (!(distance <= share * size + 1e-30) && verdict.wrong_row < 0) verdict.wrong_row = row;
  }
  verdict.is_telling = told >= (m + 1) / 2;
  return verdict;
}

/// Multiplies; returns whether the result is right and can be taken for the shape's proof.
static bool multiply_and_check(
    cblas_sgemm_function *sgemm, struct matrix a, struct matrix b, float *result, int stride,
    bool accumulates) {
  const int m = a.rows, n = b.columns, k = a.columns;
  struct sums sums;
  const bool is_checked = make_sums(&sums, m, n, k);
  const struct matrix c = {result, m, n, stride, false};
  if (is_checked && accumulates) {
    add_product(c, sums.weights, sums.weights, sums.found, sums.found_sizes);
    for (int row = 0; row < m; row++) sums.found[row] = -sums.found[row];
  }
  if (is_checked) {
    add_product(b, sums.weights, sums.weights, sums.inner, sums.inner_sizes);
    add_product(a, sums.inner, sums.inner_sizes, sums.expected, sums.sizes);
  }
  sgemm(
      ROW_MAJOR, a.is_transposed ? TRANSPOSED : PLAIN, b.is_transposed ? TRANSPOSED : PLAIN, m, n, k,
      1, a.start, a.stride, b.start, b.stride, accumulates ? 1 : 0, result, stride);
  if (!is_checked) return false;
  for (int row = 0; row < m; row++) sums.sizes[row] += sums.found_sizes[row];
  add_product(c, sums.weights, sums.weights, sums.found, sums.found_sizes);
  const struct verdict verdict = judge(&sums, m, k);
  if (verdict.wrong_row >= 0) {
    const struct cblas_shim_fault fault = {
        .m = m,
        .n = n,
        .k = k,
        .a_is_transposed = a.is_transposed,
        .b_is_transposed = b.is_transposed,
        .accumulates = accumulates,
        .row = verdict.wrong_row,
        .expected = sums.expected[verdict.wrong_row],
        .found = sums.found[verdict.wrong_row],
    };
    report(&fault);
  }
  free(sums.memory);
  return verdict.wrong_row < 0 && verdict.is_telling;
}

void cblas_shim_multiply(
    int m, int n, int k, const float *a, int a_stride, bool a_is_transposed, const float *b,
    int b_stride, bool b_is_transposed, float *result, int result_stride, bool accumulates) {
  cblas_sgemm_function *const sgemm = cblas_library_sgemm();
  if (sgemm == NULL) return;
  const int variant = (a_is_transposed ? 1 : 0) | (b_is_transposed ? 2 : 0) | (accumulates ? 4 : 0);
  const uint64_t hash = hash_of(m, n, k, variant);
  uint64_t *const slot = slot_of(hash);
  if (slot == NULL || *slot == hash) {
    sgemm(
        ROW_MAJOR, a_is_transposed ? TRANSPOSED : PLAIN, b_is_transposed ? TRANSPOSED : PLAIN, m, n,
        k, 1, a, a_stride, b, b_stride, accumulates ? 1 : 0, result, result_stride);
    return;
  }
  const struct matrix left = {a, m, k, a_stride, a_is_transposed};
  const struct matrix right = {b, k, n, b_stride, b_is_transposed};
  if (multiply_and_check(sgemm, left, right, result, result_stride, accumulates)) {
    *slot = hash;
    checked_count++;
  }
}
