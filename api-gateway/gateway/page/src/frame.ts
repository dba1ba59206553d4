/** What is around every view: the header with the way back to the start, and the main part. */

import { h, type Child } from "./dom";

/** Shows `main` under a header that holds `tools` beside the name. */
export function showFrame(title: string, main: HTMLElement, ...tools: Child[]): void {
  document.title = title;
  main.id = "main";
  document.body.replaceChildren(
    h("a", { class: "skip", href: "#main" }, "Skip to the content"),
    h(
      "header",
      { class: "top" },
      h("a", { class: "brand", href: "/" }, "ifcdiff"),
      ...tools,
      h("a", { href: "/docs" }, "API"),
    ),
    main,
  );
}
