// Puts the viewer's files into the program; see embedding.h.
//
// sha256: ce7ec95728c17bb6c7b88c3360c6f07f470b045a8d92e278c1fc1d9456459ea1

#include "CECGViewer.h"

#define FILES(X) \
  X(cecg_viewer_actions_js, "actions.js") \
  X(cecg_viewer_alarms_js, "alarms.js") \
  X(cecg_viewer_annotations_js, "annotations.js") \
  X(cecg_viewer_api_js, "api.js") \
  X(cecg_viewer_ask_js, "ask.js") \
  X(cecg_viewer_beat_js, "beat.js") \
  X(cecg_viewer_beats_js, "beats.js") \
  X(cecg_viewer_classes_js, "classes.js") \
  X(cecg_viewer_colours_js, "colours.js") \
  X(cecg_viewer_compare_js, "compare.js") \
  X(cecg_viewer_complexes_js, "complexes.js") \
  X(cecg_viewer_conditioning_js, "conditioning.js") \
  X(cecg_viewer_disclosure_js, "disclosure.js") \
  X(cecg_viewer_edits_js, "edits.js") \
  X(cecg_viewer_events_js, "events.js") \
  X(cecg_viewer_experts_js, "experts.js") \
  X(cecg_viewer_families_js, "families.js") \
  X(cecg_viewer_familypanel_js, "familypanel.js") \
  X(cecg_viewer_figures_js, "figures.js") \
  X(cecg_viewer_gestures_js, "gestures.js") \
  X(cecg_viewer_grouping_js, "grouping.js") \
  X(cecg_viewer_heading_js, "heading.js") \
  X(cecg_viewer_icon_svg, "icon.svg") \
  X(cecg_viewer_index_html, "index.html") \
  X(cecg_viewer_keeping_js, "keeping.js") \
  X(cecg_viewer_keys_js, "keys.js") \
  X(cecg_viewer_labelbar_js, "labelbar.js") \
  X(cecg_viewer_layers_js, "layers.js") \
  X(cecg_viewer_leads_js, "leads.js") \
  X(cecg_viewer_learning_js, "learning.js") \
  X(cecg_viewer_link_js, "link.js") \
  X(cecg_viewer_lists_js, "lists.js") \
  X(cecg_viewer_marks_js, "marks.js") \
  X(cecg_viewer_means_js, "means.js") \
  X(cecg_viewer_menu_js, "menu.js") \
  X(cecg_viewer_merging_js, "merging.js") \
  X(cecg_viewer_messages_js, "messages.js") \
  X(cecg_viewer_monitor_css, "monitor.css") \
  X(cecg_viewer_monitor_html, "monitor.html") \
  X(cecg_viewer_monitor_js, "monitor.js") \
  X(cecg_viewer_navigator_js, "navigator.js") \
  X(cecg_viewer_openapi_json, "openapi.json") \
  X(cecg_viewer_opened_js, "opened.js") \
  X(cecg_viewer_opening_js, "opening.js") \
  X(cecg_viewer_overlay_js, "overlay.js") \
  X(cecg_viewer_overview_js, "overview.js") \
  X(cecg_viewer_paper_js, "paper.js") \
  X(cecg_viewer_places_js, "places.js") \
  X(cecg_viewer_player_js, "player.js") \
  X(cecg_viewer_print_css, "print.css") \
  X(cecg_viewer_proposals_js, "proposals.js") \
  X(cecg_viewer_pyramid_js, "pyramid.js") \
  X(cecg_viewer_reading_js, "reading.js") \
  X(cecg_viewer_recording_js, "recording.js") \
  X(cecg_viewer_remote_js, "remote.js") \
  X(cecg_viewer_restoring_js, "restoring.js") \
  X(cecg_viewer_rhythm_js, "rhythm.js") \
  X(cecg_viewer_session_js, "session.js") \
  X(cecg_viewer_stepping_js, "stepping.js") \
  X(cecg_viewer_store_js, "store.js") \
  X(cecg_viewer_stretches_js, "stretches.js") \
  X(cecg_viewer_strips_js, "strips.js") \
  X(cecg_viewer_sweep_js, "sweep.js") \
  X(cecg_viewer_tabs_js, "tabs.js") \
  X(cecg_viewer_taking_js, "taking.js") \
  X(cecg_viewer_trace_js, "trace.js") \
  X(cecg_viewer_turns_js, "turns.js") \
  X(cecg_viewer_twelve_js, "twelve.js") \
  X(cecg_viewer_viewer_css, "viewer.css") \
  X(cecg_viewer_viewer_js, "viewer.js")

FILES(EMBED)

#define ONE(symbol, file) +1

size_t cecg_viewer_count(void) { return 0 FILES(ONE); }

cecg_file cecg_viewer_file(size_t number) {
  const cecg_file files[] = {FILES(EMBEDDED)};
  return files[number];
}
