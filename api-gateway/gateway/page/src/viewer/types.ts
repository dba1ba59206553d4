/** What the viewer and the page around it tell each other. Knows no three.js, so that the page loads without it. */

export const STATES = ["added", "deleted", "changed", "unchanged"] as const;
export type State = (typeof STATES)[number];

/** Which model's elements are shown. */
export type Side = "old" | "new" | "both";

/** An element that a person pointed at. */
export interface Picked {
  guid: string;
  state: State;
  class: string;
  storey: string;
}

/** A cut across the building: what lies beyond `share` (0 to 1) of its extent along the axis is not shown. */
export interface Cut {
  axis: "x" | "y" | "z";
  share: number;
}

/** What changed and the list leaves out. */
export const PASSED_OVER = 0xd9dde2;

/** What changed and stands as it stood. */
export const PALE = 0xf6dfa8;

export const STATE_COLOURS: Readonly<Record<State, number>> = {
  added: 0x2e9e4f,
  deleted: 0xd43f3a,
  changed: 0xe8a317,
  unchanged: 0xb9c0c8,
};
