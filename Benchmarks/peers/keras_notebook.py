"""What the field's notebooks do with Kaggle's heartbeat files, as one script: read, explore, split, scale, weigh,
train, evaluate, and draw each figure to a file."""

import os

import common

chosen = common.options(("notebook",))
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras  # noqa: E402
import matplotlib  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import tensorflow as tf  # noqa: E402
from keras import layers  # noqa: E402
from sklearn.metrics import ConfusionMatrixDisplay, accuracy_score, classification_report  # noqa: E402
from sklearn.metrics import roc_auc_score  # noqa: E402
from sklearn.model_selection import train_test_split  # noqa: E402
from sklearn.preprocessing import StandardScaler  # noqa: E402
from sklearn.utils.class_weight import compute_class_weight  # noqa: E402

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

NAMES = ["N", "S", "V", "F", "Q"]
tf.config.threading.set_intra_op_parallelism_threads(chosen.threads)
tf.config.threading.set_inter_op_parallelism_threads(1)
keras.utils.set_random_seed(1)


def save(name):
    plt.savefig(chosen.output / f"{name}.svg")
    plt.close()


# Loading and exploring
train = pd.read_csv(chosen.input / "mitbih_train.csv", header=None)
test = pd.read_csv(chosen.input / "mitbih_test.csv", header=None)
label = train.columns[-1]
train.head().to_string()
train.dtypes.value_counts()
missing, doubled = int(train.isna().sum().sum()), int(train.duplicated().sum())
train[label].value_counts().plot.bar()
save("classes")
for value, group in train.groupby(label):
    plt.plot(group.iloc[:, :-1].mean(), label=NAMES[int(value)])
plt.legend()
save("mean-beats")

# Preprocessing
labels = train[label].to_numpy().astype(int)
beats, held, labels, held_labels = train_test_split(
    train.iloc[:, :-1].to_numpy("float32"), labels, test_size=0.1, stratify=labels, random_state=1)
scaler = StandardScaler().fit(beats)
beats, held = scaler.transform(beats)[..., None], scaler.transform(held)[..., None]
shown = scaler.transform(test.iloc[:, :-1].to_numpy("float32"))[..., None]
truth = test[label].to_numpy().astype(int)
weights = compute_class_weight("balanced", classes=np.arange(5), y=labels)

# The network
stack = [layers.Input((common.SAMPLES, 1))]
for filters, kernel in common.CONVOLUTIONS:
    stack += [
        layers.Conv1D(filters, kernel, padding="same", use_bias=False),
        layers.BatchNormalization(),
        layers.LeakyReLU(negative_slope=0.1),
        layers.MaxPooling1D(2),
        layers.Dropout(0.2),
    ]
stack += [
    layers.Flatten(),
    layers.Dense(128),
    layers.LeakyReLU(negative_slope=0.1),
    layers.Dropout(0.4),
    layers.Dense(common.CLASSES, activation="softmax"),
]
model = keras.Sequential(stack)
model.compile(
    optimizer=keras.optimizers.Adam(common.LEARNING_RATE),
    loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(
    beats, labels, validation_data=(held, held_labels), epochs=chosen.epochs, batch_size=256,
    class_weight=dict(enumerate(weights)), verbose=0,
    callbacks=[
        keras.callbacks.EarlyStopping(patience=6, restore_best_weights=True),
        keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=3),
    ])
model.save(chosen.output / "model.keras")
for name in ("loss", "accuracy"):
    plt.plot(history.history[name], label="training")
    plt.plot(history.history[f"val_{name}"], label="validation")
    plt.legend()
    save(name)

# Evaluation
probabilities = model.predict(shown, batch_size=256, verbose=0)
found = probabilities.argmax(axis=1)
classification_report(truth, found, target_names=NAMES, digits=4)
for normalize in (None, "true"):
    ConfusionMatrixDisplay.from_predictions(
        truth, found, display_labels=NAMES, normalize=normalize)
    save(f"confusion-{normalize}")
common.report(
    accuracy=accuracy_score(truth, found), auc=roc_auc_score(truth, probabilities, multi_class="ovr"),
    missing=missing, doubled=doubled, version=keras.__version__)
