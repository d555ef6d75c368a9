/// What of WCAG 2.2 AA a program can check: contrast of text (1.4.3), sizes of targets (2.5.8),
/// names of everything that can be operated and what describes it (4.1.2), one main heading, unique
/// ids, no sideways scrolling of the page (1.4.10).
enum AccessibilityAudit {
  /// The roles whose nodes have to have a name.
  private static let named: Set<String> = [
    "button", "link", "checkbox", "textbox", "combobox", "slider", "spinbutton", "application",
    "image", "region", "RootWebArea",
  ]

  /// The nodes of an accessibility tree that should have a name and have none.
  static func nameless(in tree: [[String: Any]]) -> [String] {
    tree.compactMap { node in
      guard node["ignored"] as? Bool != true,
        let role = (node["role"] as? [String: Any])?["value"] as? String, named.contains(role)
      else { return nil }
      let name = (node["name"] as? [String: Any])?["value"] as? String ?? ""
      return name.allSatisfy(\.isWhitespace) ? "\(role) without a name" : nil
    }
  }

  /// Gives a list of faults, each in words.
  static let script = """
    (() => {
      const faults = [];
      const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
      const luminance = (colour) => {
        const [r, g, b] = colour.map((value) => {
          const part = value / 255;
          return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const ground = (element) => {
        for (let at = element; at; at = at.parentElement) {
          const colour = numbers(getComputedStyle(at).backgroundColor);
          if (colour.length === 3 || colour[3] === 1) return colour.slice(0, 3);
        }
        return [255, 255, 255];
      };
      const say = (element) => `${element.tagName} ${element.id} "${element.textContent.trim().slice(0, 30)}"`;
      for (const element of document.body.querySelectorAll("*")) {
        if (!element.checkVisibility() || element.closest("svg, noscript")) continue;
        const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (own) {
          const style = getComputedStyle(element);
          const [a, b] = [numbers(style.color).slice(0, 3), ground(element)].map(luminance);
          const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
          if (ratio < (large ? 3 : 4.5)) faults.push(`contrast ${ratio.toFixed(2)}: ${say(element)}`);
        }
        if (element.matches("button, select, summary, .button, input:not([type=file], [type=checkbox])")) {
          const box = element.getBoundingClientRect();
          if (box.width < 24 || box.height < 24) faults.push(`target ${box.width} by ${box.height}: ${say(element)}`);
        }
        if (element.matches("input, select") && !element.labels?.length) faults.push(`no label: ${say(element)}`);
      }
      const headings = [...document.querySelectorAll("h1")].filter((heading) => heading.checkVisibility());
      if (headings.length !== 1) faults.push(`${headings.length} main headings`);
      const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
      if (new Set(ids).size !== ids.length) faults.push("an id twice");
      for (const element of document.querySelectorAll("[aria-labelledby], [aria-describedby]")) {
        const used = `${element.getAttribute("aria-labelledby") ?? ""} ${element.getAttribute("aria-describedby") ?? ""}`;
        for (const id of used.trim().split(/\\s+/)) {
          const at = document.getElementById(id);
          if (!at) faults.push(`no ${id}`);
          // Browsers take what is folded away for nothing.
          else if (at.closest("details:not([open])") && !element.closest("details:not([open])")) faults.push(`folded away: ${id}`);
        }
      }
      if (!document.documentElement.lang) faults.push("no language");
      const wide = document.documentElement.scrollWidth;
      if (wide > innerWidth) faults.push(`${wide} wide in ${innerWidth}`);
      return faults;
    })()
    """
}
