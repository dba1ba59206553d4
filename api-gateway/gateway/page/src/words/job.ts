/** A job's states and phases in words. */

import type { JobState, Phase } from "../api/types";

export const STATE_NAMES: Readonly<Record<JobState, string>> = {
  queued: "waiting",
  started: "running",
  finished: "finished",
  failed: "failed",
  canceled: "canceled",
};

export const PHASE_NAMES: Readonly<Record<Phase, string>> = {
  reading_old: "Reading the old model",
  reading_new: "Reading the new model",
  comparing: "Comparing elements",
  comparing_geometry: "Comparing geometry",
  writing: "Writing the result",
};
