package import Foundation

/// What a person does with keys, mouse and fingers.
extension Chromium {
  /// Keys that are held while others are pressed or the mouse is moved, as the
  /// protocol counts them.
  package struct Modifiers: OptionSet, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }
    package static let control = Modifiers(rawValue: 2)
    package static let shift = Modifiers(rawValue: 8)
  }

  private static let keyCodes = [
    "Tab": 9, "Enter": 13, "Escape": 27, "Backspace": 8, "Home": 36, "End": 35, "PageDown": 34,
    "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "Delete": 46, "F10": 121,
  ]

  /// Presses and releases a key, such as "Tab" or "v"; a capital letter with Shift.
  package func press(_ key: String, _ modifiers: Modifiers = []) throws {
    var modifiers = modifiers
    if key.count == 1, key != key.lowercased() { modifiers.insert(.shift) }
    var parameters: [String: Any] = [
      "key": key, "windowsVirtualKeyCode": Self.keyCodes[key] ?? 0, "modifiers": modifiers.rawValue,
    ]
    let isText = key.count == 1 && !modifiers.contains(.control)
    let text = isText ? key : key == "Enter" ? "\r" : nil
    if let text { parameters["text"] = text }
    parameters["type"] = text == nil ? "rawKeyDown" : "keyDown"
    try call("Input.dispatchKeyEvent", parameters)
    parameters["type"] = "keyUp"
    parameters["text"] = nil
    try call("Input.dispatchKeyEvent", parameters)
  }

  /// Moves the mouse along a line with its button down; a click where both ends are the same.
  package func drag(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), _ modifiers: Modifiers = []
  ) throws {
    let steps = [("mousePressed", start), ("mouseMoved", end), ("mouseReleased", end)]
    for (type, place) in steps { try mouse(type, at: place, "left", modifiers) }
  }

  /// Clicks with the right button.
  package func askForMenu(at place: (x: Double, y: Double)) throws {
    for type in ["mousePressed", "mouseReleased"] { try mouse(type, at: place, "right", []) }
  }

  private func mouse(
    _ type: String, at place: (x: Double, y: Double), _ button: String, _ modifiers: Modifiers
  ) throws {
    let parameters: [String: Any] = [
      "type": type, "x": place.x, "y": place.y, "button": button,
      "buttons": button == "left" ? 1 : 2, "clickCount": 1, "modifiers": modifiers.rawValue,
    ]
    try call("Input.dispatchMouseEvent", parameters)
  }

  /// Drops files on a place of the window, as from a file manager.
  package func drop(_ files: [URL], at place: (x: Double, y: Double)) throws {
    let data: [String: Any] = [
      "items": [Any](), "files": files.map(\.path), "dragOperationsMask": 1,
    ]
    for type in ["dragEnter", "dragOver", "drop"] {
      try call(
        "Input.dispatchDragEvent", ["type": type, "x": place.x, "y": place.y, "data": data])
    }
  }

  /// Moves fingers from their first places through the next ones, and lifts them.
  package func touch(_ places: [[(x: Double, y: Double)]]) throws {
    for (index, fingers) in (places + [[]]).enumerated() {
      let type = index == 0 ? "touchStart" : fingers.isEmpty ? "touchEnd" : "touchMove"
      let points = fingers.enumerated().map { ["id": Double($0), "x": $1.x, "y": $1.y] }
      try call("Input.dispatchTouchEvent", ["type": type, "touchPoints": points])
    }
  }
}
