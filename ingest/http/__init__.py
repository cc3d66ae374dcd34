"""HTTP for sources: a polite client that goes only where the operator allows.

Addresses that are not public are refused when the connection is made, so also after a redirect or a change of DNS,
unless the host is named in the source's own address or in its `allow_hosts`. Credentials stay with their scheme, host
and port. Everything is bounded: size on the wire and unpacked, time, redirects, headers.
"""

from ingest.http.addresses import host_of, is_public, shown
from ingest.http.client import Http, Response

__all__ = ["Http", "Response", "host_of", "is_public", "shown"]
