/** What changed of an element, in words: a section for each aspect, old and new values facing each other. */

import type {
  Aspect,
  Classification,
  ElementChange,
  GeometryChange,
  Membership,
  PlacementChange,
  ReferenceSides,
  Sides,
  Units,
} from "../api/types";
import { align } from "./align";
import { materialLines } from "./material";
import { along, count, length, short } from "./numbers";
import { boxText, classificationText, NOTHING, referenceText, sidesText, valueText } from "./values";

/** One value on both sides; null where a side has no such value. */
export interface Fact {
  /** Empty where the aspect says it. */
  name: string;
  old: string | null;
  new: string | null;
  inherited?: boolean;
}

export interface FactGroup {
  /** The property set, where there is one. */
  title: string | null;
  facts: Fact[];
}

export interface Section {
  aspect: Aspect;
  /** What needs no two sides, such as a move. */
  lines: string[];
  /** What is told of single things, such as openings, where there is room. */
  items: string[];
  groups: FactGroup[];
}

export const ASPECT_NAMES: Readonly<Record<Aspect, string>> = {
  class: "Class",
  attributes: "Attributes",
  property: "Properties",
  type: "Type",
  material: "Material",
  classification: "Classification",
  container: "Container",
  aggregate: "Whole",
  group: "Groups",
  placement: "Placement",
  geometry: "Geometry",
};

/** Returns the sections of a change, in the result file's order of aspects; `units` are the result's. */
export function sectionsOf(change: ElementChange, units: Units): Section[] {
  const sections: (Section | null)[] = [
    section("class", change.class_changed, (sides) => oneFact(valueText(sides.old), valueText(sides.new))),
    section("attributes", change.attributes_changed, (named) => ({
      groups: [{ title: null, facts: facts(named, units.attributes) }],
    })),
    section("property", change.properties_changed, (sets) => ({
      groups: Object.entries(sets).map(([set, named]) => ({
        title: set,
        facts: facts(named, units.property[set] ?? {}),
      })),
    })),
    section("type", change.type_changed, references),
    section("material", change.material_changed, materials),
    section("classification", change.classification_changed, (members) =>
      membership(members, (each: Classification) => classificationText(each)),
    ),
    section("container", change.container_changed, references),
    section("aggregate", change.aggregate_changed, references),
    section("group", change.group_changed, (members) => membership(members, referenceText)),
    section("placement", change.placement_changed, (moved) => ({ lines: placementLines(moved) })),
    section("geometry", change.geometry_changed, geometry),
  ];
  return sections.filter((each) => each !== null);
}

/** Returns a change as one line, for a row of a table. */
export function changeLine(change: ElementChange, units: Units): string {
  return sectionsOf(change, units).map(sectionLine).join(" · ");
}

function sectionLine({ aspect, lines, groups }: Section): string {
  const told = groups.flatMap(({ title, facts: named }) => {
    const differing = named.filter((fact) => fact.old !== fact.new);
    return differing.map((fact) => `${lines.length ? "" : `${title ?? ASPECT_NAMES[aspect]}: `}${factLine(fact)}`);
  });
  if (lines.length) return [...lines, ...told].join(", ");
  const [first = ASPECT_NAMES[aspect], ...others] = told;
  return others.length ? `${first}, ${others.length} more` : first;
}

function factLine(fact: Fact): string {
  const sides = `${fact.old ?? "none"} → ${fact.new ?? "none"}`;
  return fact.name ? `${fact.name} ${sides}` : sides;
}

function section<T>(
  aspect: Aspect,
  change: T | true | undefined,
  tell: (change: T) => Partial<Section>,
): Section | null {
  if (change === undefined) return null;
  const empty: Section = { aspect, lines: [], items: [], groups: [] };
  if (change === true) return { ...empty, lines: [`${ASPECT_NAMES[aspect]} changed; the engine does not tell how`] };
  return { ...empty, ...tell(change) };
}

type Told = Pick<Section, "groups">;

function oneFact(old: string | null, now: string | null): Told {
  return { groups: [{ title: null, facts: [{ name: "", old, new: now }] }] };
}

function facts(named: Record<string, Sides>, units: Record<string, string>): Fact[] {
  return Object.entries(named).map(([name, sides]) => ({
    name,
    ...sidesText(sides, units[name]),
    inherited: sides.from === "type",
  }));
}

function references(sides: ReferenceSides): Told {
  return oneFact(referenceText(sides.old), referenceText(sides.new));
}

function materials(sides: Sides): Told {
  const facing = align(materialLines(sides.old), materialLines(sides.new));
  return { groups: [{ title: null, facts: facing.map(([old, now]) => ({ name: "", old, new: now })) }] };
}

function membership<T>({ added, removed }: Membership<T>, text: (member: T) => string | null): Told {
  const told = [
    ...removed.map((each) => ({ name: "", old: text(each), new: NOTHING })),
    ...added.map((each) => ({ name: "", old: NOTHING, new: text(each) })),
  ];
  const [gone, come] = [removed[0], added[0]];
  // One code or group for another reads best on one line.
  if (gone !== undefined && come !== undefined && told.length === 2) return oneFact(text(gone), text(come));
  return { groups: [{ title: null, facts: told }] };
}

function placementLines(change: PlacementChange): string[] {
  const lines = [];
  if (change.placed) lines.push(`has no placement in the ${change.placed.old ? "new" : "old"} model`);
  const axes = along(change.moved);
  if (axes) lines.push(`moved ${length(change.distance)}: ${axes}`);
  if (change.rotated) lines.push(`rotated ${short(change.rotated)}°`);
  if (change.carried) lines.push(`took ${count(change.carried, "element")} along`);
  return lines;
}

function geometry(change: GeometryChange): Partial<Section> {
  const lines = change.cause.filter((cause) => cause !== "openings").map((cause) => `${cause} changed`);
  const openings = change.openings ?? [];
  for (const verb of ["added", "deleted", "moved", "resized"] as const) {
    const alike = openings.filter((opening) => opening.change === verb);
    if (alike.length) lines.push(`${count(alike.length, "opening")} ${verb}`);
  }
  const measured: Fact[] = [];
  const { volume, bbox } = change;
  if (volume) measured.push({ name: "Volume", old: cubic(volume.old), new: cubic(volume.new) });
  if (bbox) measured.push({ name: "Size", old: bbox.old ? boxText(bbox.old) : NOTHING, new: bbox.new ? boxText(bbox.new) : NOTHING });
  return { lines, items: openings.map(({ guid, change: verb }) => `Opening ${guid}: ${verb}`), groups: measured.length ? [{ title: null, facts: measured }] : [] };
}

function cubic(volume: number | undefined): string | null {
  return volume === undefined ? NOTHING : `${short(volume)} m³`;
}
