// What the neural network kit computes beside the matrix products of the BLAS (element-wise passes, direct
// convolutions, the transforms of minimal filtering, products of its own, the optimiser), in C for one
// reason: a function compiled here exists once for each level of the x86-64 instruction set (see
// dispatch.h), and the one that the processor has is picked when the program starts. Swift code in a
// package is compiled for the oldest processor of the architecture, since a dependency may not set
// compiler flags.
//
// Nothing here allocates, checks or keeps state: sizes are the caller's business. Matrices are
// row-major, feature maps are channels last, and pointers of one call must not overlap unless it
// says so.

#ifndef SWIFT_ECG_CKERNELS_H
#define SWIFT_ECG_CKERNELS_H

#include <stdbool.h>
#include <stdint.h>

/// The version of the functions below that runs on this processor, such as `x86-64-v3`.
const char *ck_instruction_set(void);

/// Whether the functions below multiply and add with one rounding, for which this processor, and the version of
/// them that runs here, need an instruction.
int ck_fuses_multiply_adds(void);

// MARK: Rows

/// Where the rows of several examples lie, seen from the first row of the first example.
typedef struct {
  long examples;     ///< N
  long rows;      ///< L
  long channels;  ///< C
  long stride;    ///< floats from one example's first row to the next one's
} ck_rows;

/// Sums, channel by channel, of the distances from `origin` (C) and of their squares.
void ck_moments(
    const float *values, ck_rows map, const float *origin, float *sums, float *square_sums);

/// Sums of the rows, channel by channel.
void ck_sum_rows(const float *values, ck_rows map, float *sums);

/// `result += values`, number by number.
void ck_add(float *result, const float *values, long count);

/// `result = a + b`, number by number.
void ck_sum(float *result, const float *a, const float *b, long count);

// MARK: Normalisation, activation, pooling, dropout

/// What happens to each number between two products, in this order.
typedef struct {
  const float *gain;    ///< C; normalisation is `gain · x + offset`
  const float *offset;  ///< C
  float slope;          ///< of the activation for negative numbers, 0…1; 1 for none
  long pool;            ///< neighbouring rows of which the largest is taken; 1 for none
  uint32_t drop_below;  ///< numbers whose random bits are below are dropped; 0 for none
  float kept_factor;    ///< what numbers that are kept are multiplied with
  uint64_t stream;      ///< names the random bits of this pass and operation
  uint64_t first_example;  ///< the place of the first example in its batch
} ck_pointwise;

/// Normalises, activates, pools and drops in one pass.
void ck_pointwise_forward(
    const float *input, ck_rows from, float *output, ck_rows to, const ck_pointwise *step);

/// The way back to before activation: multiplies the gradient of the output, in place, with dropout
/// factors and slopes, and sums for each channel the gradients and the gradients times the input's
/// distance from `mean`, at the inputs that won the pooling. `sums` may be null: then neither.
void ck_pointwise_route(
    const float *input, ck_rows from, float *output_gradient, ck_rows to,
    const ck_pointwise *step, const float *mean, float *sums, float *product_sums);

/// The way back through pooling and normalisation, after `ck_pointwise_route`:
/// `gain · g − constant − (x − mean) · factor`, where `g` is the routed gradient at the inputs that
/// won the pooling and 0 elsewhere. Added to what `input_gradient` holds where `accumulate`.
void ck_pointwise_backward(
    const float *input, ck_rows from, const float *output_gradient, ck_rows to,
    const ck_pointwise *step, const float *mean, const float *constant, const float *factor,
    float *input_gradient, int accumulate);

// MARK: Smooth activations

/// Functions of one number.
typedef enum {
  CK_SIGMOID,    ///< 1 / (1 + e^−x)
  CK_TANH,       ///< the hyperbolic tangent
  CK_SILU,       ///< x / (1 + e^−x)
  CK_GELU,       ///< x times the normal distribution at x
  CK_GELU_TANH,  ///< the same with the distribution approximated by a hyperbolic tangent
} ck_activation;

/// `output = f(input)`, number by number.
void ck_activate(ck_activation kind, const float *input, long count, float *output);

/// The way back: `output_gradient · f′(input)`. Added to what `input_gradient` holds where `accumulate`.
void ck_activate_backward(
    ck_activation kind, const float *input, const float *output_gradient, long count,
    float *input_gradient, int accumulate);

// MARK: Convolution, direct

/// Convolves maps of few channels: each output row is a window of `width` = K · Cin numbers, which
/// starts `leading` numbers before the row's own, times weights (width × Cout), plus a bias (Cout).
void ck_direct_forward(
    const float *input, ck_rows from, long width, long leading, const float *weights,
    const float *bias, float *output, ck_rows to);

/// The gradient of the weights (width × Cout), for the same windows.
void ck_direct_weight_gradient(
    const float *input, ck_rows from, long width, long leading, const float *output_gradient,
    ck_rows to, float *weight_gradient);

// MARK: Convolution of each channel by itself

/// Which rows of its input a row of a convolution's output reads.
typedef struct {
  long count;     ///< K
  long leading;   ///< rows before the output's own
  long stride;    ///< rows from one output to the next
  long dilation;  ///< rows from one tap to the next
} ck_taps;

/// Convolves each channel with taps of its own (K × C), plus a bias (C).
void ck_depthwise_forward(
    const float *input, ck_rows from, const ck_taps *taps, const float *weights,
    const float *bias, float *output, ck_rows to);

/// The gradient of the weights (K × C).
void ck_depthwise_weight_gradient(
    const float *input, ck_rows from, const ck_taps *taps, const float *output_gradient,
    ck_rows to, float *weight_gradient);

/// Adds to the gradient of the input.
void ck_depthwise_input_gradient(
    const float *output_gradient, ck_rows to, const ck_taps *taps, const float *weights,
    float *input_gradient, ck_rows from);

// MARK: Convolution by minimal filtering

/// The points at which polynomials are evaluated: 0, ±1, ±2, ±1/2 and infinity. A tile of
/// `9 − taps` outputs takes a window of 8 inputs and 8 products.
enum { ck_points = 8 };

/// How a map is cut into tiles. Tiles do not reach from one example into the next: rows outside an example
/// count as zero, so that an example's result cannot depend on its neighbours.
typedef struct {
  ck_rows map;
  long tile;           ///< outputs in a tile: `9 − taps`, 2 … 6
  long tiles;          ///< tiles in an example
  long leading;        ///< rows of a window before the tile's first
  const float *zeros;  ///< a row of C zeros
  float *waste;        ///< a row of C numbers of no account: written to or added to
} ck_tiling;

/// Weights (taps × count) to the values at the points (8 × count).
void ck_filter_weights(const float *weights, long taps, long count, float *transformed);

/// The adjoint: gradients at the points (8 × count) to those of the weights (taps × count).
void ck_filter_weights_adjoint(const float *gradient, long taps, long count, float *weights);

/// Windows of a map to the values at the points (8 × tiles of all examples × C).
void ck_filter_windows(const float *values, const ck_tiling *tiling, float *transformed);

/// The adjoint: adds gradients at the points to the gradient of the map.
void ck_filter_windows_adjoint(const float *gradient, const ck_tiling *tiling, float *values);

/// Products at the points (8 × tiles of all examples × C) to the rows of a map, plus a bias (C).
void ck_filter_outputs(
    const float *products, const ck_tiling *tiling, const float *bias, float *values);

/// The adjoint: the gradient of a map to the gradients of the products at the points.
void ck_filter_outputs_adjoint(const float *values, const ck_tiling *tiling, float *gradient);

/// Transposes each of `count` matrices (rows × columns).
void ck_transpose(const float *matrices, long count, long rows, long columns, float *transposed);

// MARK: Products

/// `result (m × n) = a (m × k) · b (k × n)`, added to `result` where `accumulates`. A stride is the number of
/// floats from one row to the next, as the matrix lies in memory. Takes 32 kB of the stack.
///
/// The bits are the same whatever the instruction set, where it has fused multiply-adds: each sum goes from the
/// first term to the last. Nor do those of a row depend on the rows beside it.
void ck_multiply(
    int m, int n, int k, const float *a, int a_stride, bool a_is_transposed, const float *b,
    int b_stride, bool b_is_transposed, float *result, int result_stride, bool accumulates);

// MARK: Products with packed weights

/// The columns of a panel.
enum { ck_panel = 16 };

/// A matrix (depth × columns) to panels of 16 columns, one behind the other, each row after row (depth × 16); zeros
/// stand for the columns that the last one lacks.
void ck_pack(const float *matrix, long depth, long columns, float *packed);

/// A product of rows, which may overlap, with packed weights.
typedef struct {
  const float *rows;    ///< row_count × depth
  long row_count;
  long stride;          ///< floats from one row to the next
  const float *packed;  ///< depth × columns, as `ck_pack` leaves them
  long depth;
  long columns;
  const float *bias;    ///< columns; a null pointer for none
  float *result;        ///< row_count × columns
  long result_stride;   ///< floats from one row of the result to the next
} ck_product;

/// `result = rows · weights + bias`, in the bits that `ck_multiply` gives. A row's result does not depend, in any bit,
/// on the rows beside it.
void ck_packed_product(const ck_product *product);

/// Whether `ck_multiply` and `ck_packed_product` are faster on processors such as this one than the system's BLAS is.
/// They are for the products of the recipe `default` with AVX2 and AVX-512, on a Xeon; on arm64 nobody has measured
/// it.
int ck_products_pay(void);

// MARK: Layer normalisation, scaling by channels

/// Each row to mean 0 and variance 1 over its channels, then times `scale` (C) plus `shift` (C).
void ck_layer_norm_forward(
    const float *input, ck_rows from, const float *scale, const float *shift, float epsilon,
    float *output, ck_rows to);

/// The way back. The gradients of scale and shift (C each) are written, that of the input is added to
/// what is there where `accumulate`; it may be null.
void ck_layer_norm_backward(
    const float *input, ck_rows from, const float *scale, float epsilon,
    const float *output_gradient, ck_rows to, float *input_gradient, int accumulate,
    float *scale_gradient, float *shift_gradient);

/// Each row times the factors of its example (examples × C).
void ck_scale_forward(
    const float *input, ck_rows from, const float *factors, float *output, ck_rows to);

/// The way back. The gradients of the factors are written, that of the input is added to what is there
/// where `accumulate`; it may be null.
void ck_scale_backward(
    const float *input, ck_rows from, const float *factors, const float *output_gradient,
    ck_rows to, float *input_gradient, int accumulate, float *factor_gradients);

// MARK: Attention

/// Softmax over each row of a matrix (rows × columns) times `scale`, in place.
void ck_softmax_rows(float *matrix, long rows, long columns, float scale);

/// The way back from the gradients of the shares to those of the matrix before it was scaled, in place.
void ck_softmax_rows_backward(
    const float *shares, long rows, long columns, float scale, float *gradients);

// MARK: Recurrent layers

/// One step along time of `examples` sequences. What is an example's lies `…_stride` floats behind what is
/// the one's before.
typedef struct {
  long examples;
  long units;             ///< U
  const float *previous;  ///< what the step before left: of the GRU states, of the LSTM cells
  long previous_stride;   ///< 0 where all of them are the same zeros
  long gates_stride;
  long states_stride;
} ck_recurrent;

/// A step of a GRU (reset r, update z, candidate n, as PyTorch orders and computes them). `gates` holds
/// what the inputs add to r, z and n (U each); it becomes r, z, n and what the states add to n before it is
/// reset (4 U). `recurrent` holds the products of the states with their weights (examples × 3 U).
void ck_gru_step(
    const ck_recurrent *step, const float *recurrent, const float *recurrent_bias, float *gates,
    float *states);

/// The way back: from the gradients of the states, and of later steps by the states (`carried`, examples
/// × U), to those of r, z and n before their activation and of what the states add to n (4 U). `carried`
/// becomes what goes to the step before without passing a gate.
void ck_gru_step_backward(
    const ck_recurrent *step, const float *gates, const float *state_gradients, float *carried,
    float *gate_gradients);

/// A step of an LSTM (input i, forget f, candidate g, output o, as PyTorch). `gates` holds what the inputs add
/// to them (4 U); it becomes i, f, g, o and the cells (5 U).
void ck_lstm_step(
    const ck_recurrent *step, const float *recurrent, const float *recurrent_bias, float *gates,
    float *states);

/// The way back: to the gradients of i, f, g and o before their activation (the first 4 U of 5). `carried`
/// becomes zeros; `carried_cells` what goes to the cells of the step before.
void ck_lstm_step_backward(
    const ck_recurrent *step, const float *gates, const float *state_gradients, float *carried,
    float *carried_cells, float *gate_gradients);

// MARK: Optimisers

/// One step of Adam on `count` parameters from the sum of several gradients, added in their order.
typedef struct {
  float beta1, beta2;
  float step_size;          ///< learning rate over the correction of the first moment
  float second_correction;  ///< what the root of the second moment is multiplied with
  float epsilon;
  float kept;  ///< what is left of a parameter after weight decay
} ck_adam;

void ck_adam_step(
    const ck_adam *adam, const float *const *gradients, long shards, long first, long count,
    float *parameters, float *first_moments, float *second_moments);

/// One step of gradient descent with momentum, from the sum of several gradients in their order.
typedef struct {
  float learning_rate;
  float momentum;  ///< the share of the velocity that is kept
  float decay;     ///< what of a parameter is added to its gradient
  int nesterov;    ///< whether the step looks ahead along the velocity
} ck_sgd;

void ck_sgd_step(
    const ck_sgd *sgd, const float *const *gradients, long shards, long first, long count,
    float *parameters, float *velocities);

#endif
