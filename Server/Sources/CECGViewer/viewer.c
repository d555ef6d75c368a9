// Puts the viewer's files into the program; see embedding.h.
//
// sha256: 7e7d99910d6f4917c579621e22838dfd73c3d470f519eb3d16b0a5d676fa5ecb

#include "CECGViewer.h"

#define FILES(X) \
  X(cecg_viewer_api_js, "api.js") \
  X(cecg_viewer_beat_js, "beat.js") \
  X(cecg_viewer_icon_svg, "icon.svg") \
  X(cecg_viewer_index_html, "index.html") \
  X(cecg_viewer_lists_js, "lists.js") \
  X(cecg_viewer_marks_js, "marks.js") \
  X(cecg_viewer_means_js, "means.js") \
  X(cecg_viewer_openapi_json, "openapi.json") \
  X(cecg_viewer_overview_js, "overview.js") \
  X(cecg_viewer_paper_js, "paper.js") \
  X(cecg_viewer_print_css, "print.css") \
  X(cecg_viewer_pyramid_js, "pyramid.js") \
  X(cecg_viewer_recording_js, "recording.js") \
  X(cecg_viewer_strips_js, "strips.js") \
  X(cecg_viewer_trace_js, "trace.js") \
  X(cecg_viewer_viewer_css, "viewer.css") \
  X(cecg_viewer_viewer_js, "viewer.js")

FILES(EMBED)

#define ONE(symbol, file) +1

size_t cecg_viewer_count(void) { return 0 FILES(ONE); }

cecg_file cecg_viewer_file(size_t number) {
  const cecg_file files[] = {FILES(EMBEDDED)};
  return files[number];
}
