// The classes of beats.

/** The five classes of AAMI EC57, in the order of the model's answers. */
export const classes = ["N", "S", "V", "F", "Q"];

export const classNames = {
  N: "Normal",
  S: "Supraventricular",
  V: "Ventricular",
  F: "Fusion",
  Q: "Unknown",
};

/** The rhythms that can be told, by their names in MIT-BIH's annotations; N ends them. */
export const rhythmNames = {
  AFIB: "Atrial fibrillation",
  AFL: "Atrial flutter",
  SVTA: "Supraventricular tachyarrhythmia",
  VT: "Ventricular tachycardia",
  IVR: "Idioventricular rhythm",
  VFL: "Ventricular flutter or fibrillation",
  B: "Ventricular bigeminy",
  T: "Ventricular trigeminy",
  AB: "Atrial bigeminy",
  NOD: "Nodal rhythm",
  BII: "Second-degree block",
  P: "Paced rhythm",
  PREX: "Pre-excitation",
  SBR: "Sinus bradycardia",
};
