import { expect, test } from "vitest";

import type { ElementChange, Overview, Units } from "../src/api/types";
import { changeLine, sectionsOf } from "../src/words/change";
import { along, length, sizeText } from "../src/words/numbers";
import { summarySentence } from "../src/words/summary";

const UNITS: Units = {
  attributes: { Elevation: "m" },
  property: {
    Pset_WallCommon: { ThermalTransmittance: "W/(m²·K)" },
    Qto_SpaceBaseQuantities: { NetFloorArea: "m²" },
    Dimension: { Width: "m", Slope: "°", Steps: "m" },
  },
};

test("tells lengths in millimetres, long ones in metres", () => {
  expect(length(0.25)).toBe("250 mm");
  expect(length(0.00015)).toBe("0.15 mm");
  expect(length(12.4)).toBe("12.4 m");
  expect(along([0.25, 0, -0.04])).toBe("X +250, Z −40");
  expect(along([0, 0, 0])).toBe("");
  expect(along([20, 0, 0.5])).toBe("X +20, Z +0.5");
  expect(sizeText([5, 0.3, 2.75])).toBe("5000 × 300 × 2750 mm");
  expect(sizeText([12, 0.3, 2.75])).toBe("12 × 0.3 × 2.75 m");
});

test.each<[ElementChange, string]>([
  [{ placement_changed: { moved: [0.25, 0, 0], distance: 0.25, rotated: 0, carried: 2 } }, "moved 250 mm: X +250, took 2 elements along"],
  [{ placement_changed: { moved: [0, 0, 0], distance: 0, rotated: 15 } }, "rotated 15°"],
  [{ class_changed: { old: "IfcWall", new: "IfcSlab" } }, "Class: IfcWall → IfcSlab"],
  [{ properties_changed: { Pset_WallCommon: { FireRating: { old: "REI 60", new: "REI 90" } } } }, "Pset_WallCommon: FireRating REI 60 → REI 90"],
  [{ properties_changed: { Qto_SpaceBaseQuantities: { NetFloorArea: { new: 33.1 } } } }, "Qto_SpaceBaseQuantities: NetFloorArea none → 33.1 m²"],
  [{ properties_changed: { Pset_WallCommon: { ThermalTransmittance: { old: 0.24, new: null } } } }, "Pset_WallCommon: ThermalTransmittance 0.24 W/(m²·K) → —"],
  [{ properties_changed: { Dimension: { Width: { old: 0.2, new: 12.5 } } } }, "Dimension: Width 200 mm → 12.5 m"],
  [{ properties_changed: { Dimension: { Slope: { old: 30, new: 35 } } } }, "Dimension: Slope 30° → 35°"],
  [{ properties_changed: { Dimension: { Steps: { old: [0.1, 0.2], new: { lower: 0.1, upper: 0.3 } } } } }, "Dimension: Steps 100 mm, 200 mm → lower: 100 mm, upper: 300 mm"],
  [{ properties_changed: { Map: { Eastings: { old: 2600123.4, new: 2600121.9 } } } }, "Map: Eastings 2600123.4 → 2600121.9"],
  [{ properties_changed: { Map: { Count: { old: 1234567, new: 1234568 } } } }, "Map: Count 1234567 → 1234568"],
  [{ properties_changed: { Dimension: { Width: { old: 123.45671, new: 123.45689 } } } }, "Dimension: Width 123.45671 m → 123.45689 m"],
  [{ properties_changed: { Map: { A: { old: "1", new: 1 } } } }, 'Map: A "1" → 1'],
  [{ properties_changed: { Other: { Width: { old: 0.2, new: 0.3 } } } }, "Other: Width 0.2 → 0.3"],
  [{ attributes_changed: { Elevation: { old: 2.7, new: 3.3 }, Name: { old: "a", new: "b" } } }, "Attributes: Elevation 2700 mm → 3300 mm, 1 more"],
  [{ container_changed: { old: null, new: { guid: "1", class: "IfcBuildingStorey", name: "First" } } }, "Container: none → IfcBuildingStorey First"],
  [{ group_changed: { added: [{ guid: "1", class: "IfcZone", name: "A" }], removed: [] } }, "Groups: none → IfcZone A"],
  [{ geometry_changed: { cause: ["openings"], openings: [{ guid: "1", change: "moved" }, { guid: "2", change: "moved" }] } }, "2 openings moved"],
  [{ geometry_changed: { cause: ["shape"], volume: { old: 2.769, new: 2.6025 } } }, "shape changed, Volume 2.769 m³ → 2.6025 m³"],
  [{ type_changed: true }, "Type changed; the engine does not tell how"],
  [{}, ""],
])("tells %j in a line", (change, line) => {
  expect(changeLine(change, UNITS)).toBe(line);
});

test("faces each layer with the one that it was", () => {
  const layers = (...thicknesses: [string, number][]) => ({
    class: "IfcMaterialLayerSet",
    name: "Outer wall",
    layers: thicknesses.map(([material, thickness]) => ({ class: "IfcMaterialLayer", material, thickness })),
  });
  const change = {
    material_changed: {
      old: layers(["Brick", 0.175], ["Render", 0.015]),
      new: layers(["Plaster", 0.01], ["Brick", 0.175], ["Render", 0.02]),
    },
  };
  const [section] = sectionsOf(change, UNITS);
  expect(section?.groups[0]?.facts.map((fact) => [fact.old, fact.new])).toEqual([
    ["Outer wall", "Outer wall"],
    [null, "Plaster 10 mm"],
    ["Brick 175 mm", "Brick 175 mm"],
    ["Render 15 mm", "Render 20 mm"],
  ]);
});

test("tells a value that is null from one that is not there", () => {
  const [section] = sectionsOf({ attributes_changed: { Description: { old: null, new: "" } } }, UNITS);
  expect(section?.groups[0]?.facts[0]).toMatchObject({ old: "—", new: "(empty)" });
});

test.each<[Partial<Overview["summary"]>, number, string]>([
  [{ added: 1, unchanged: 1 }, 0, "1 element was added; 1 is unchanged."],
  [{ added: 2, deleted: 1, changed: 17, unchanged: 34 }, 0, "2 elements were added, 1 deleted and 17 changed; 34 are unchanged."],
  [{ unchanged: 5 }, 0, "No element differs in anything; 5 are unchanged."],
  [{ unchanged: 5 }, 2, "No element differs in all that could be compared; 5 are unchanged."],
])("sums %j up", (summary, unknown, sentence) => {
  const compared = ["class", "attributes", "property", "type", "material", "classification", "container", "aggregate", "group", "placement", "geometry"];
  const overview = {
    summary: { added: 0, deleted: 0, changed: 0, unchanged: 0, matched: 0, ...summary },
    coverage: { compared, unknown },
  } as Overview;
  expect(summarySentence(overview)).toBe(sentence);
});
