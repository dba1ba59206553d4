/** The page's two addresses: `/` starts a comparison, `/view/<job_id>` shows one. */

import "./styles/page.css";
import { showResult } from "./result/page";
import { showStart } from "./start/page";

const VIEW = /^\/view\/([^/]+)\/?$/;

const jobId = VIEW.exec(location.pathname)?.[1];
if (jobId === undefined) showStart();
else showResult(decodeURIComponent(jobId));
