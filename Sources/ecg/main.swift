print("ecg")
