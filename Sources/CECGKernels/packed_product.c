// Matrix products with weights that were packed once and are multiplied with again and again.
//
// A BLAS copies its operands into an order of its own at each call. Of a product with few rows, such as the
// windows of one beat, that is more work than the arithmetic. Here weights are packed when they are known, into
// panels of 16 columns, and the rows are read as they lie in memory.
//
// What is computed at a time stays in registers: 6 rows times one panel are 12 of the 16 that AVX2 has, which leaves
// room for the weights and the number they are multiplied with, and is enough to keep both multipliers busy while a
// sum waits for its last addition (12 sums where 8 are needed). Fewer rows take more panels to the same end.

#include "ckernels.h"
#include "dispatch.h"

#include <string.h>

/// A panel's numbers of one row of weights: two registers of AVX2, one of AVX-512, four of NEON.
typedef float lanes __attribute__((vector_size(ck_panel * sizeof(float)), aligned(sizeof(float))));

enum {
  /// Rows that are multiplied together at the most.
  most_rows = 6,
  /// Terms that are added before the sums go to memory: their part of a panel, 16 kB, stays in the first cache for
  /// all rows.
  depth_at_once = 256,
};

/// The first `count` of a panel's columns, and zeros. (Vectors are handed over by their address: how they are
/// returned would depend on the instruction set.)
CK_INLINE void load(const float *from, long count, lanes *value) {
  if (count >= ck_panel) {
    *value = *(const lanes *)from;
  } else {
    float numbers[ck_panel] = {0};
    for (long i = 0; i < count; i++) numbers[i] = from[i];
    memcpy(value, numbers, sizeof numbers);
  }
}

CK_INLINE void store(const lanes *value, long count, float *to) {
  if (count >= ck_panel) {
    *(lanes *)to = *value;
  } else {
    float numbers[ck_panel];
    memcpy(numbers, value, sizeof numbers);
    for (long i = 0; i < count; i++) to[i] = numbers[i];
  }
}

/// A part of a product, of which all is added that a part of the depth gives.
struct part {
  const float *rows;
  long stride;
  const float *panel;
  long panel_stride;  // from one panel to the next
  long depth;
  float *result;
  long result_stride;
  long columns;       // that are left from the first panel on
  const float *start; // what the sums start from; a null pointer for zero
  long start_stride;  // 0 where all rows start from the same
};

// `rows` and `panels` are constants wherever this is called: all sums are in registers. Each is added up from the first
// term to the last, whatever the numbers of rows and panels, so that the same row gives the same bits among any others.
CK_INLINE void multiply(const struct part *part, const int rows, const int panels) {
  lanes sums[most_rows][most_rows];
#pragma clang loop unroll(full)
  for (int row = 0; row < rows; row++) {
#pragma clang loop unroll(full)
    for (int panel = 0; panel < panels; panel++) {
      const long column = panel * ck_panel;
      if (part->start == NULL) {
        sums[row][panel] = (lanes){0};
      } else {
        load(
            part->start + row * part->start_stride + column, part->columns - column,
            &sums[row][panel]);
      }
    }
  }
  for (long i = 0; i < part->depth; i++) {
    lanes weights[most_rows];
#pragma clang loop unroll(full)
    for (int panel = 0; panel < panels; panel++) {
      weights[panel] = *(const lanes *)(part->panel + panel * part->panel_stride + i * ck_panel);
    }
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; row++) {
      const float number = part->rows[row * part->stride + i];
#pragma clang loop unroll(full)
      for (int panel = 0; panel < panels; panel++) sums[row][panel] += number * weights[panel];
    }
  }
#pragma clang loop unroll(full)
  for (int row = 0; row < rows; row++) {
#pragma clang loop unroll(full)
    for (int panel = 0; panel < panels; panel++) {
      const long column = panel * ck_panel;
      store(
          &sums[row][panel], part->columns - column,
          part->result + row * part->result_stride + column);
    }
  }
}

CK_INLINE void multiply_rows(const struct part *part, long rows) {
  switch (rows) {
    case 6: multiply(part, 6, 1); break;
    case 5: multiply(part, 5, 1); break;
    case 4: multiply(part, 4, 1); break;
    case 3: multiply(part, 3, 1); break;
    case 2: multiply(part, 2, 1); break;
    default: multiply(part, 1, 1);
  }
}

/// One row, or two where there are two panels.
CK_INLINE void multiply_panels(const struct part *part, long rows, long panels) {
  if (rows == 2) {
    multiply(part, 2, 2);
    return;
  }
  switch (panels) {
    case 6: multiply(part, 1, 6); break;
    case 5: multiply(part, 1, 5); break;
    case 4: multiply(part, 1, 4); break;
    case 3: multiply(part, 1, 3); break;
    default: multiply(part, 1, 2);
  }
}

/// A share of what is left, so that shares of at most `most` are as even as can be.
CK_INLINE long share(long left, long most) {
  const long shares = (left + most - 1) / most;
  return (left + shares - 1) / shares;
}

/// All rows and columns of a part of the depth.
CK_INLINE void multiply_all(struct part part, long rows) {
  const struct part all = part;
  const long most_panels = rows == 1 ? most_rows : rows == 2 ? 2 : 1;
  for (long column = 0; column < all.columns;) {
    part.panel = all.panel + column / ck_panel * all.panel_stride;
    part.columns = all.columns - column;
    part.result = all.result + column;
    if (all.start != NULL) part.start = all.start + column;
    const long panels = share((part.columns + ck_panel - 1) / ck_panel, most_panels);
    if (panels > 1) {
      multiply_panels(&part, rows, panels);
    } else {
      struct part some = part;
      for (long row = 0; row < rows;) {
        const long count = share(rows - row, most_rows);
        some.rows = part.rows + row * part.stride;
        some.result = part.result + row * part.result_stride;
        if (part.start != NULL) some.start = part.start + row * part.start_stride;
        multiply_rows(&some, count);
        row += count;
      }
    }
    column += panels * ck_panel;
  }
}

CK_DISPATCH void ck_packed_product(const ck_product *product) {
  struct part part = {
      .stride = product->stride,
      .panel_stride = product->depth * ck_panel,
      .result = product->result,
      .result_stride = product->result_stride,
      .columns = product->columns,
      .start = product->bias,
  };
  for (long first = 0; first == 0 || first < product->depth; first += depth_at_once) {
    const long left = product->depth - first;
    part.rows = product->rows + first;
    part.panel = product->packed + first * ck_panel;
    part.depth = left < depth_at_once ? left : depth_at_once;
    multiply_all(part, product->row_count);
    part.start = product->result;
    part.start_stride = product->result_stride;
  }
}

CK_DISPATCH void ck_pack(const float *matrix, long depth, long columns, float *packed) {
  for (long first = 0; first < columns; first += ck_panel) {
    const long count = columns - first < ck_panel ? columns - first : ck_panel;
    for (long row = 0; row < depth; row++, packed += ck_panel) {
      lanes numbers;
      load(matrix + row * columns + first, count, &numbers);
      *(lanes *)packed = numbers;
    }
  }
}
