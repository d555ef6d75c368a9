// Matrix products whose bits are the same wherever multiplying and adding is one rounding: each number is added up
// from the first term to the last, whatever the sizes, the strides and the instruction set, and whether weights were
// packed.
//
// A BLAS adds in another order with each of its kernels, and copies its operands into an order of its own at each
// call: of a product with few rows, such as the windows of one beat, that is more work than the arithmetic. Here
// columns are taken in panels of 16, and copied only where they do not lie side by side; the rows are read as they lie.

#include "panels.h"

#include <string.h>

/// The numbers of a part of the depth of four panels, or of two of twice the depth: these 32 kB stay in the first cache
/// for all rows.
enum { room = 8192 };

/// A product as it is asked for.
struct product {
  long rows, columns, depth;
  const float *a;
  long a_stride;
  bool a_is_transposed;
  const float *b;
  long b_stride;
  bool b_is_transposed;
  bool b_is_packed;
  /// What the sums start from; a null pointer for zero.
  const float *start;
  long start_stride;  // 0 where all rows start from the same
  float *result;
  long result_stride;
};

/// A share of what is left, so that shares of at most `most` are as even as can be.
CK_INLINE long share(long left, long most) {
  const long shares = (left + most - 1) / most;
  return (left + shares - 1) / shares;
}

/// Copies the first columns of some rows.
CK_INLINE void copy_rows(
    const float *from, long from_stride, long rows, long columns, float *to, long to_stride) {
  for (long row = 0; row < rows; row++) {
    for (long i = 0; i < columns; i++) to[row * to_stride + i] = from[row * from_stride + i];
  }
}

/// All rows of some panels, of which the result may have a part of the last one alone: that goes through a place beside
/// it.
CK_INLINE void multiply_panels(
    struct part part, long rows, long columns, long panels, const bool is_wide,
    const bool is_transposed) {
  float place[most_rows * most_rows * ck_panel];
  const long width = panels * ck_panel;
  for (long row = 0; row < rows;) {
    const long count = share(rows - row, most_rows);
    if (columns == width) {
      multiply_some(&part, count, panels, is_wide, is_transposed);
    } else {
      struct part aside = part;
      aside.result = place;
      aside.result_stride = width;
      if (part.start != NULL) {
        copy_rows(part.start, part.start_stride, count, columns, place, width);
        aside.start = place;
        aside.start_stride = width;
      }
      multiply_some(&aside, count, panels, is_wide, is_transposed);
      copy_rows(place, width, count, columns, part.result, part.result_stride);
    }
    row += count;
    part.rows += count * (is_transposed ? 1 : part.stride);
    part.result += count * part.result_stride;
    if (part.start != NULL) part.start += count * part.start_stride;
  }
}

/// Copies some rows into a panel of their first columns; zeros stand for those it lacks.
CK_INLINE void pack_panel(
    const float *matrix, long stride, long depth, long columns, float *packed) {
  if (columns < ck_panel) {
    memset(packed, 0, (size_t)(depth * ck_panel) * sizeof(float));
    copy_rows(matrix, stride, depth, columns, packed, ck_panel);
    return;
  }
  for (long i = 0; i < depth; i++) {
    *(lanes *)(packed + i * ck_panel) = *(const lanes *)(matrix + i * stride);
  }
}

/// The same of a matrix that lies transposed.
CK_INLINE void pack_transposed_panel(
    const float *matrix, long stride, long depth, long columns, float *packed) {
  if (columns < ck_panel) memset(packed, 0, (size_t)(depth * ck_panel) * sizeof(float));
  for (long column = 0; column < columns && column < ck_panel; column++) {
    for (long i = 0; i < depth; i++) packed[i * ck_panel + column] = matrix[column * stride + i];
  }
}

/// Takes panels of a part of the depth from where they lie, or copies them where they do not lie side by side. Returns
/// how many there are, at most `most`.
CK_INLINE long take_panels(
    const struct product *product, long first, long column, long most, float *packed,
    struct part *part) {
  const long left = product->columns - column, stride = product->b_stride;
  if (product->b_is_packed) {
    part->panel = product->b + column * product->depth + first * ck_panel;
    part->panel_stride = product->depth * ck_panel;
    part->term_stride = ck_panel;
    return share((left + ck_panel - 1) / ck_panel, most);
  }
  if (!product->b_is_transposed && left >= ck_panel) {
    part->panel = product->b + first * stride + column;
    part->panel_stride = ck_panel;
    part->term_stride = stride;
    return share(left / ck_panel, most);
  }
  part->panel = packed;
  part->panel_stride = part->depth * ck_panel;
  part->term_stride = ck_panel;
  if (!product->b_is_transposed) {
    pack_panel(product->b + first * stride + column, stride, part->depth, left, packed);
    return 1;
  }
  const long places = part->depth > 0 ? room / (part->depth * ck_panel) : 1;
  const long panels = share((left + ck_panel - 1) / ck_panel, most < places ? most : places);
  for (long panel = 0; panel < panels; panel++) {
    const long from = column + panel * ck_panel;
    pack_transposed_panel(
        product->b + from * stride + first, stride, part->depth, product->columns - from,
        packed + panel * part->panel_stride);
  }
  return panels;
}

CK_INLINE void multiply(const struct product *product, const bool is_wide) {
  _Alignas(64) float packed[room];
  const long terms = is_wide ? 128 : 256;
  for (long first = 0; first == 0 || first < product->depth; first += terms) {
    struct part part = {
        .rows = product->a + first * (product->a_is_transposed ? product->a_stride : 1),
        .stride = product->a_stride,
        .depth = product->depth - first < terms ? product->depth - first : terms,
        .start_stride = first > 0 ? product->result_stride : product->start_stride,
        .result_stride = product->result_stride,
    };
    const float *start = first > 0 ? product->result : product->start;
    for (long column = 0; column < product->columns;) {
      const long most = most_panels(product->rows, is_wide);
      const long panels = take_panels(product, first, column, most, packed, &part);
      const long left = product->columns - column;
      const long columns = left < panels * ck_panel ? left : panels * ck_panel;
      part.start = start == NULL ? NULL : start + column;
      part.result = product->result + column;
      if (product->a_is_transposed) {
        multiply_panels(part, product->rows, columns, panels, is_wide, true);
      } else {
        multiply_panels(part, product->rows, columns, panels, is_wide, false);
      }
      column += columns;
    }
  }
}

#if defined(CK_DISPATCHES)
// The width, since the compiler would else rather divide a panel between two registers of half the size.
__attribute__((target("arch=x86-64-v4"), min_vector_width(512))) static void multiply_wide(
    const struct product *product) {
  multiply(product, true);
}
#endif

CK_DISPATCH static void multiply_narrow(const struct product *product) { multiply(product, false); }

static void multiply_here(const struct product *product) {
#if defined(CK_DISPATCHES)
  if (__builtin_cpu_supports("x86-64-v4")) {
    multiply_wide(product);
    return;
  }
#endif
  multiply_narrow(product);
}

void ck_multiply(
    int m, int n, int k, const float *a, int a_stride, bool a_is_transposed, const float *b,
    int b_stride, bool b_is_transposed, float *result, int result_stride, bool accumulates) {
  const struct product product = {
      .rows = m,
      .columns = n,
      .depth = k,
      .a = a,
      .a_stride = a_stride,
      .a_is_transposed = a_is_transposed,
      .b = b,
      .b_stride = b_stride,
      .b_is_transposed = b_is_transposed,
      .start = accumulates ? result : NULL,
      .start_stride = result_stride,
      .result = result,
      .result_stride = result_stride,
  };
  multiply_here(&product);
}

void ck_packed_product(const ck_product *asked) {
  const struct product product = {
      .rows = asked->row_count,
      .columns = asked->columns,
      .depth = asked->depth,
      .a = asked->rows,
      .a_stride = asked->stride,
      .b = asked->packed,
      .b_is_packed = true,
      .start = asked->bias,
      .result = asked->result,
      .result_stride = asked->result_stride,
  };
  multiply_here(&product);
}

CK_DISPATCH void ck_pack(const float *matrix, long depth, long columns, float *packed) {
  for (long first = 0; first < columns; first += ck_panel, packed += depth * ck_panel) {
    pack_panel(matrix + first, columns, depth, columns - first, packed);
  }
}
