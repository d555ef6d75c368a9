// What stands above a recording: what it is, and what of it is not whole.

import { element } from "./marks.js";
import { find } from "./messages.js";
import { clock } from "./recording.js";

export function showHeading(read) {
  document.title = `${read.name} – swift-ecg viewer`;
  find("name").textContent = read.name;
  find("facts").textContent = factsOf(read).join(" · ");
  find("facts").title = find("facts").textContent;
  const remarks = read.about.remarks ?? [];
  find("remarks").replaceChildren(...remarks.map((remark) => element("li", {}, remark)));
  find("remarks").hidden = remarks.length === 0;
}

function factsOf(read) {
  const facts = [
    clock(read.duration) + (read.about.start ? ` from ${read.about.start.replace("T", " ")}` : ""),
    `${read.leads.map((lead) => lead.name).join(", ")} at ${read.rate} Hz`,
    read.about.peaks === "annotated"
      ? "beats from its annotations" : `beats found in ${read.leads[read.classified].name}`,
  ];
  const hidden = (read.about.channels ?? []).length - read.leads.length;
  if (hidden > 0) {
    const names = read.about.channels.map((channel, index) => channel.name || `signal ${index + 1}`);
    facts.push(`${names.length} signals in all: ${names.join(", ")}`);
  }
  if (read.about.source) facts.push(read.about.source);
  return facts;
}
