"""rq-dashboard, made safe to look at: `python dashboard.py` takes rq-dashboard's own options.

rq-dashboard 0.9.0 puts what jobs carry (arguments, results, errors) into its pages as HTML. File names
and filters come from callers, so its JSON answers are escaped here on their way out.
"""

import os

from flask import Response
from rq_dashboard.cli import main
from rq_dashboard.web import blueprint

from contract.settings import SharedSettings, load_settings
from guard import check_password, end_silence, read_hosts, refusal


def escape(response: Response) -> Response:
    """Return a JSON answer without angle brackets; they occur in its strings only, never in its syntax."""
    if response.is_json:
        response.set_data(response.get_data().replace(b"<", b"&lt;").replace(b">", b"&gt;"))
    return response


if __name__ == "__main__":
    check_password()
    hosts = read_hosts()
    blueprint.before_app_request(lambda: refusal(hosts))
    blueprint.after_request(escape)
    end_silence()
    os.environ["RQ_DASHBOARD_REDIS_URL"] = load_settings(SharedSettings).redis_url
    main()
