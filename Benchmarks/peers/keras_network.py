"""The benchmark network in Keras on TensorFlow: training and inference.

"function" is a training step of our own, "train_on_batch" that of Keras.
"""

import os

import common

chosen = common.options(("training", "inference"), ("function", "train_on_batch", "XLA"))
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras  # noqa: E402
import tensorflow as tf  # noqa: E402
from keras import layers  # noqa: E402

uses_xla = "XLA" in chosen.words


def network():
    """The layers, on beats of shape `N × 187 × 1`."""
    stack = [layers.Input((common.SAMPLES, 1))]
    for filters, kernel in common.CONVOLUTIONS:
        stack += [
            layers.Conv1D(filters, kernel, padding="same"),
            layers.BatchNormalization(momentum=0.9, epsilon=1e-5),
            layers.LeakyReLU(negative_slope=0.1),
            layers.MaxPooling1D(2),
            layers.Dropout(0.2),
        ]
    stack += [
        layers.Flatten(),
        layers.Dense(128),
        layers.LeakyReLU(negative_slope=0.1),
        layers.Dropout(0.4),
        layers.Dense(common.CLASSES),
    ]
    return keras.Sequential(stack)


def training(model, batches):
    loss_function = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer = keras.optimizers.Adam(common.LEARNING_RATE)
    if "train_on_batch" in chosen.words:
        model.compile(optimizer=optimizer, loss=loss_function, jit_compile=uses_xla)
        return common.measure(model.train_on_batch, batches, chosen.seconds)
    optimizer.build(model.trainable_variables)

    @tf.function(jit_compile=uses_xla)
    def update(beats, labels):
        with tf.GradientTape() as tape:
            loss = loss_function(labels, model(beats, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
        return loss

    return common.measure(
        lambda beats, labels: update(beats, labels).numpy(), batches, chosen.seconds
    )


def inference(model, batches):
    @tf.function(jit_compile=uses_xla)
    def probabilities(beats):
        return tf.nn.softmax(model(beats, training=False))

    return common.measure(
        lambda beats, _: probabilities(beats).numpy(), batches, chosen.seconds
    )


tf.config.threading.set_intra_op_parallelism_threads(chosen.threads)
tf.config.threading.set_inter_op_parallelism_threads(1)
keras.utils.set_random_seed(1)
beats = [
    (tf.constant(values[..., None]), tf.constant(labels))
    for values, labels in common.batches(chosen.input, chosen.batch)
]
durations = (training if chosen.task == "training" else inference)(network(), beats)
common.report(
    **common.steps(durations, chosen.batch),
    version=f"{keras.__version__} on TensorFlow {tf.__version__}",
)
