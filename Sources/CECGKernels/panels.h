// The part of a matrix product that is computed in registers: a few rows times a few panels of 16 columns.
//
// 6 rows times one panel are 12 of the 16 registers that AVX2 has, which leaves room for the weights and the number
// they are multiplied with, and is enough to keep both multipliers busy while a sum waits for its last addition (12
// sums where 8 are needed). AVX-512, with twice as many of twice the size, has room for four panels. Fewer rows take
// more panels to the same end.

#ifndef SWIFT_ECG_CKERNELS_PANELS_H
#define SWIFT_ECG_CKERNELS_PANELS_H

#include "ckernels.h"
#include "dispatch.h"

#include <stddef.h>

/// A panel's numbers of one row of weights: two registers of AVX2, one of AVX-512, four of NEON.
typedef float lanes __attribute__((vector_size(ck_panel * sizeof(float)), aligned(sizeof(float))));

enum {
  /// Rows that are multiplied together at the most, and panels of a single row.
  most_rows = 6,
};

/// A part of a product of whole panels, of which all is added that a part of the depth gives.
struct part {
  const float *rows;
  long stride;        // from one row to the next; from one term to the next where they lie transposed
  const float *panel;
  long panel_stride;  // from one panel to the next
  long term_stride;   // from one term of a panel to the next
  long depth;
  const float *start;
  long start_stride;
  float *result;
  long result_stride;
};

// `rows`, `panels` and `is_transposed` are constants wherever this is called: all sums are in registers. Each is
// added up from the first term to the last, whatever the numbers of rows and panels, so that the same row gives the
// same bits among any others.
CK_INLINE void multiply_part(
    const struct part *part, const int rows, const int panels, const bool is_transposed) {
  lanes sums[most_rows][most_rows];
#pragma clang loop unroll(full)
  for (int row = 0; row < rows; row++) {
    const lanes *start = (const lanes *)(part->start + row * part->start_stride);
#pragma clang loop unroll(full)
    for (int panel = 0; panel < panels; panel++) {
      sums[row][panel] = part->start == NULL ? (lanes){0} : start[panel];
    }
  }
#pragma clang loop unroll(disable)
  for (long i = 0; i < part->depth; i++) {
    lanes weights[most_rows];
#pragma clang loop unroll(full)
    for (int panel = 0; panel < panels; panel++) {
      weights[panel] =
          *(const lanes *)(part->panel + panel * part->panel_stride + i * part->term_stride);
    }
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; row++) {
      const float number =
          part->rows[is_transposed ? i * part->stride + row : row * part->stride + i];
#pragma clang loop unroll(full)
      for (int panel = 0; panel < panels; panel++) sums[row][panel] += number * weights[panel];
    }
  }
#pragma clang loop unroll(full)
  for (int row = 0; row < rows; row++) {
    lanes *result = (lanes *)(part->result + row * part->result_stride);
#pragma clang loop unroll(full)
    for (int panel = 0; panel < panels; panel++) result[panel] = sums[row][panel];
  }
}

/// Up to 6 rows of so many panels, a constant.
CK_INLINE void multiply_rows(
    const struct part *part, long rows, const int panels, const bool is_transposed) {
  switch (rows) {
    case 6: multiply_part(part, 6, panels, is_transposed); break;
    case 5: multiply_part(part, 5, panels, is_transposed); break;
    case 4: multiply_part(part, 4, panels, is_transposed); break;
    case 3: multiply_part(part, 3, panels, is_transposed); break;
    case 2: multiply_part(part, 2, panels, is_transposed); break;
    default: multiply_part(part, 1, panels, is_transposed);
  }
}

/// Rows and panels as there are registers for: of one panel 6 rows, of one row 6 panels; in between 6 rows of four
/// panels where registers are wide, and else 2 of two.
CK_INLINE void multiply_some(
    const struct part *part, long rows, long panels, const bool is_wide, const bool is_transposed) {
  if (panels == 1) {
    multiply_rows(part, rows, 1, is_transposed);
  } else if (is_wide && panels <= 4) {
    switch (panels) {
      case 4: multiply_rows(part, rows, 4, is_transposed); break;
      case 3: multiply_rows(part, rows, 3, is_transposed); break;
      default: multiply_rows(part, rows, 2, is_transposed);
    }
  } else if (rows == 2) {
    multiply_part(part, 2, 2, is_transposed);
  } else {
    switch (panels) {
      case 6: multiply_part(part, 1, 6, is_transposed); break;
      case 5: multiply_part(part, 1, 5, is_transposed); break;
      case 4: multiply_part(part, 1, 4, is_transposed); break;
      case 3: multiply_part(part, 1, 3, is_transposed); break;
      default: multiply_part(part, 1, 2, is_transposed);
    }
  }
}

/// The panels that are multiplied together at the most.
CK_INLINE long most_panels(long rows, const bool is_wide) {
  if (rows == 1) return most_rows;
  return is_wide ? 4 : rows == 2 ? 2 : 1;
}

#endif
