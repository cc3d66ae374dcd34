"""A sample organisation, invented and deterministic, written in the native format of every source kind."""

from whoknows.sample.new_hire import keep_new
from whoknows.sample.organisation import SampleReport, make_sample

__all__ = ["SampleReport", "keep_new", "make_sample"]
