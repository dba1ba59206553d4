import { expect, test } from "vitest";

import { readHeader } from "../src/step/header";

const HEADER = `ISO-10303-21;
HEADER; /* a comment with FILE_SCHEMA(('IFC9')) */
FILE_DESCRIPTION(('ViewDefinition [CoordinationView]'),'2;1');
FILE_NAME('house (it''s), rev','2026-01-31T10:20:30',('A. N. Other'),('Office, the'),'preprocessor','Tool \\X2\\00DC\\X0\\ 2',$);
FILE_SCHEMA(('IFC4'));
ENDSEC;
DATA;
`;

test("tells schema, tool and date, past commas, brackets and quotes inside strings", () => {
  expect(readHeader(HEADER)).toEqual({ schema: "IFC4", application: "Tool Ü 2", date: "2026-01-31T10:20:30" });
});

test("names the preprocessor where there is no originating system", () => {
  expect(readHeader(HEADER.replace("'Tool \\X2\\00DC\\X0\\ 2'", "''"))).toMatchObject({ application: "preprocessor" });
});

test.each([
  ["", "empty"],
  ["%PDF-1.4", "PDF"],
  ["<html>", "HTML"],
  ["ISO-10303-21;\nDATA;", "no HEADER"],
  ["\ufeffISO-10303-21;", "byte order mark"],
  [HEADER.replace("'IFC4'", "'IFC5'"), "IFC5 cannot be read"],
  [HEADER.replace("FILE_SCHEMA(('IFC4'));", ""), "no FILE_SCHEMA"],
])("refuses %j with a reason", (beginning, reason) => {
  expect(readHeader(beginning)).toContain(reason);
});
