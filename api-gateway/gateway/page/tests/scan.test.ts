import { expect, test } from "vitest";

import { ElementScan } from "../src/step/scan";

const MODEL = `ISO-10303-21;
HEADER;FILE_NAME('#1=IFCWALL(','',(''),(''),'','','');ENDSEC;
DATA;
#1=IFCPROJECT('p',$,'It''s; #9=IFCWALL(',$,$,$,$,$,$);
#2 = IfcWall ('w',$,$,$,$,$,$,$);
#3=/* #4=IFCWALL('c'); **/IFCWALLTYPE('t',$);
/*/#5=IFCDOOR('x');*/
#6=IFCOPENINGELEMENT('o');
#7=IFCRELVOIDSELEMENT('r',$,$,$,#2,#6);
#8=IFCPROPERTYSINGLEVALUE('2a2b3c4d5e6f7g8h9i0j_$',$,IFCLABEL('a'),$);
#10=(IFCLENGTHMEASURE(1.)IFCWALL());
ENDSEC;
END-ISO-10303-21;
`;

function scanned(model: string, chunk: number): ElementScan {
  const bytes = new TextEncoder().encode(model);
  const scan = new ElementScan();
  for (let at = 0; at < bytes.length; at += chunk) scan.push(bytes.subarray(at, at + chunk));
  return scan;
}

test.each([1, 2, 3, 7, 4096])("counts project, wall and type in chunks of %i bytes", (chunk) => {
  expect(scanned(MODEL, chunk).elements).toBe(3);
});

test.each([
  String.raw`\S\'`,
  String.raw`\S\''' 5`,
  String.raw`\S\\S\\`,
  String.raw`\\S\\`,
  String.raw`\X2\00E9\X0\\S\'`,
  String.raw`\X\E9\S\'`,
  String.raw`\PE\\S\'`,
])("finds the end of '%s'", (name) => {
  const scan = scanned(MODEL.replace("It''s", () => name), 1);
  expect([scan.elements, scan.isWhole]).toEqual([3, true]);
});

test("tells a file that was cut off", () => {
  expect(scanned(MODEL, 100).isWhole).toBe(true);
  expect(scanned(MODEL.slice(0, -8), 100).isWhole).toBe(false);
});

test.each([
  [`IFCAPPLICATION(#2,'2015','Autodesk Revit 2015 (ENU)','Revit')`, "Autodesk Revit 2015 (ENU)"],
  [`IfcApplication (#2, '18.1' , 'Tekla; Structures',$)`, "Tekla; Structures 18.1"],
  [`IFCAPPLICATION(#2,$,'It''s',$)`, "It's"],
  [`IFCAPPLICATION(#2,$,$,$)`, null],
])("finds in %s what wrote the model", (application, told) => {
  expect(scanned(MODEL.replace("ENDSEC;\nEND", `#9=${application};ENDSEC;\nEND`), 3).application).toBe(told);
});
