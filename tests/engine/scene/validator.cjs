// Reads a GLB from standard input and prints what the Khronos validator says of it, as JSON.
const { validateBytes } = require("gltf-validator");
const bytes = new Uint8Array(require("node:fs").readFileSync(0));
validateBytes(bytes, { format: "glb" }).then((report) => process.stdout.write(JSON.stringify(report.issues.messages)));
