// Compares what the package's C computes with what its headers say, computed here a second time: in
// double precision, one number after the other, with nothing shared. scripts/check-platforms builds and
// runs this for the platforms that it can; Swift's own tests run on this machine's alone.

#ifndef SWIFT_ECG_CHECK_H
#define SWIFT_ECG_CHECK_H

#include <stdbool.h>
#include <stdint.h>

/// Compares `count` numbers with what they should be. The distance may be `tolerance` times the largest
/// of those, or times 1 where all are smaller.
void check_near(
    const char *what, const float *found, const double *expected, long count, double tolerance);

/// Takes down whether something is as it should be.
void check(const char *what, bool is_right);

/// Tells the bits of all that was compared so far, as one number: the same wherever multiplying and adding is one
/// rounding. Nothing where it is two.
void tell_bits(void);

/// Says what was found of each thing compared, and how many failed.
int summary(void);

/// A number from −1 to 1, the same ones in each run and on each platform: the next of a sequence.
/// Multiples of 2⁻¹⁰, so that they are the same number in single as in double precision.
float number(void);

/// Room for `count` numbers of that sequence, to be freed by nobody: the process ends soon.
float *numbers(long count);

/// Room for `count` zeros.
float *zeros(long count);
double *double_zeros(long count);

/// What a float holds that nobody should write to.
#define UNTOUCHED 12345.0f

/// Room for `count` floats that hold `UNTOUCHED`.
float *untouched(long count);

/// What `result (m × n) = a (m × k) · b (k × n)`, added to `result` where `adds`, leaves in the `stride` columns of
/// its rows.
double *product_of(
    int m, int n, int k, const float *a, int a_stride, bool a_is_transposed, const float *b,
    int b_stride, bool b_is_transposed, const float *result, int stride, bool adds);

/// Widths of a map: less than a vector, several, and some left over.
extern const long channel_counts[4];

void check_rows(void);
void check_pointwise(void);
void check_activations(void);
void check_layer_norm(void);
void check_recurrent(void);
void check_softmax(void);
void check_direct_convolution(void);
void check_depthwise_convolution(void);
void check_minimal_filtering(void);
void check_matrix_product(void);
void check_packed_product(void);
void check_optimizers(void);
void check_blas(void);

/// Compares the embedded files with those in `folder`.
void check_embedded(const char *folder);

/// That libraries are loaded only where they are, and nothing breaks where they are not.
void check_loading(void);

#endif
