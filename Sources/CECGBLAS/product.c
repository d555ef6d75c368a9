// Products, and a check of them.
//
// A BLAS picks its kernels by the processor, and other ones by the sizes of the matrices: a fault, of the
// library or of the processor, can hide in one of them and make results wrong that look right. So the
// first product of each shape on each thread, also of the package's own kernels, is compared with sums in double
// precision, by Freivalds' way (1977): for C = A · B and a vector x, C · x = A · (B · x) costs as much as reading the matrices
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
  /// The columns of the panels that it was packed into, row after row of each; 0 for none.
  int panel;
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
    const int panel = matrix.panel > 0 ? matrix.panel : matrix.columns;
    const int stride = matrix.panel > 0 ? matrix.panel : matrix.stride;
    for (int row = 0; row < matrix.rows; row++) {
      double sum = 0, size = 0;
      for (int first = 0; first < matrix.columns; first += panel) {
        const float *values = matrix.start + (long)first * matrix.rows + (long)row * stride;
        for (int column = first; column < matrix.columns && column < first + panel; column++) {
          sum += values[column - first] * vector[column];
          size += fabs((double)values[column - first]) * vector_sizes[column];
        }
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

/// Compares the sums of a product, and takes down what is wrong. Returns whether the result is right and can be taken
/// for the shape's proof.
static bool judge_product(const struct sums *sums, struct cblas_shim_fault fault) {
  const struct verdict verdict = judge(sums, fault.m, fault.k);
  if (verdict.wrong_row < 0) return verdict.is_telling;
  fault.row = verdict.wrong_row;
  fault.expected = sums->expected[verdict.wrong_row];
  fault.found = sums->found[verdict.wrong_row];
  report(&fault);
  return false;
}

/// A product by the library.
static void multiply_by_library(
    int m, int n, int k, const float *a, int a_stride, bool a_is_transposed, const float *b,
    int b_stride, bool b_is_transposed, float *result, int result_stride, bool accumulates) {
  cblas_sgemm_function *const sgemm = cblas_library_sgemm();
  if (sgemm == NULL) return;
  sgemm(
      ROW_MAJOR, a_is_transposed ? TRANSPOSED : PLAIN, b_is_transposed ? TRANSPOSED : PLAIN, m, n, k,
      1, a, a_stride, b, b_stride, accumulates ? 1 : 0, result, result_stride);
}

/// Multiplies; returns whether the result is right and can be taken for the shape's proof.
static bool multiply_and_check(
    cblas_shim_kernel own, struct matrix a, struct matrix b, float *result, int stride,
    bool accumulates) {
  const int m = a.rows, n = b.columns, k = a.columns;
  struct sums sums;
  const bool is_checked = make_sums(&sums, m, n, k);
  const struct matrix c = {.start = result, .rows = m, .columns = n, .stride = stride};
  if (is_checked && accumulates) {
    add_product(c, sums.weights, sums.weights, sums.found, sums.found_sizes);
    for (int row = 0; row < m; row++) sums.found[row] = -sums.found[row];
  }
  if (is_checked) {
    add_product(b, sums.weights, sums.weights, sums.inner, sums.inner_sizes);
    add_product(a, sums.inner, sums.inner_sizes, sums.expected, sums.sizes);
  }
  (own != NULL ? own : multiply_by_library)(
      m, n, k, a.start, a.stride, a.is_transposed, b.start, b.stride, b.is_transposed, result,
      stride, accumulates);
  if (!is_checked) return false;
  for (int row = 0; row < m; row++) sums.sizes[row] += sums.found_sizes[row];
  add_product(c, sums.weights, sums.weights, sums.found, sums.found_sizes);
  const bool is_right = judge_product(
      &sums, (struct cblas_shim_fault){
                 .m = m,
                 .n = n,
                 .k = k,
                 .is_own = own != NULL,
                 .a_is_transposed = a.is_transposed,
                 .b_is_transposed = b.is_transposed,
                 .accumulates = accumulates,
             });
  free(sums.memory);
  return is_right;
}

/// Takes a shape as seen to be right.
static void remember(uint64_t *slot, uint64_t hash) {
  *slot = hash;
  checked_count++;
}

void cblas_shim_multiply(
    cblas_shim_kernel own, int m, int n, int k, const float *a, int a_stride, bool a_is_transposed,
    const float *b, int b_stride, bool b_is_transposed, float *result, int result_stride,
    bool accumulates) {
  if (own == NULL && cblas_library_sgemm() == NULL) return;
  const int variant = (a_is_transposed ? 1 : 0) | (b_is_transposed ? 2 : 0) | (accumulates ? 4 : 0)
      | (own != NULL ? 16 : 0);
  const uint64_t hash = hash_of(m, n, k, variant);
  uint64_t *const slot = slot_of(hash);
  if (slot == NULL || *slot == hash) {
    (own != NULL ? own : multiply_by_library)(
        m, n, k, a, a_stride, a_is_transposed, b, b_stride, b_is_transposed, result, result_stride,
        accumulates);
    return;
  }
  const struct matrix left = {
      .start = a, .rows = m, .columns = k, .stride = a_stride, .is_transposed = a_is_transposed};
  const struct matrix right = {
      .start = b, .rows = k, .columns = n, .stride = b_stride, .is_transposed = b_is_transposed};
  if (multiply_and_check(own, left, right, result, result_stride, accumulates)) {
    remember(slot, hash);
  }
}

void cblas_shim_check_packed(const struct cblas_shim_packed *product) {
  const int m = product->m, n = product->n, k = product->k;
  const uint64_t hash = hash_of(m, n, k, 8 | (product->bias != NULL ? 4 : 0));
  uint64_t *const slot = slot_of(hash);
  struct sums sums;
  if (slot == NULL || *slot == hash || !make_sums(&sums, m, n, k)) return;
  const struct matrix a = {.start = product->a, .rows = m, .columns = k, .stride = product->a_stride};
  const struct matrix b = {
      .start = product->packed, .rows = k, .columns = n, .panel = product->panel};
  const struct matrix c = {
      .start = product->result, .rows = m, .columns = n, .stride = product->result_stride};
  // The same bias for each row.
  const struct matrix bias = {.start = product->bias, .rows = m, .columns = n, .stride = 0};
  if (product->bias != NULL) {
    add_product(bias, sums.weights, sums.weights, sums.expected, sums.sizes);
  }
  add_product(b, sums.weights, sums.weights, sums.inner, sums.inner_sizes);
  add_product(a, sums.inner, sums.inner_sizes, sums.expected, sums.sizes);
  add_product(c, sums.weights, sums.weights, sums.found, sums.found_sizes);
  const struct cblas_shim_fault fault = {.m = m, .n = n, .k = k, .is_own = true};
  if (judge_product(&sums, fault)) remember(slot, hash);
  free(sums.memory);
}
