/** What wrote a model, from the arguments of its IfcApplication: the name, with the version that is not in it. */

import { decodeString } from "./strings";
import { tokens } from "./tokens";

const [VERSION, FULL_NAME] = [1, 2];

/** `text` is what stands after the bracket that opens the arguments; null where they name nothing. */
export function applicationOf(text: string): string | null {
  const found: string[] = [""];
  for (const { kind, text: token } of tokens(text)) {
    if (token === ",") found.push("");
    else if (kind === "string") found[found.length - 1] = decodeString(token.slice(1, -1)).trim();
  }
  const [version, name] = [found[VERSION] ?? "", found[FULL_NAME] ?? ""];
  return (version && name.includes(version) ? name : `${name} ${version}`.trim()) || null;
}
