/** The page's two addresses: `/` starts a comparison, `/view/<job_id>` shows one. */

import "./styles/page.css";
import { showResult } from "./result/page";
import { showStart } from "./start/page";

const VIEW = /^\/view\/([^/]+)\/?$/;

const jobId = VIEW.exec(location.pathname)?.[1];
if (jobId === undefined) showStart();
else showResult(decoded(jobId));

/** What is no percent-encoding stands for itself, and names no job. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
