"""People's names: read, compared, sorted, searched, and written in every form that people use."""

from graph.names.comparing import Comparison, compare
from graph.names.dividing import divide, in_order, is_family_name
from graph.names.folding import fold, former, has_former, letters, split, words_of
from graph.names.forms import WrittenForms, written_forms
from graph.names.given import GIVEN
from graph.names.groups import is_group_name, is_own_name, is_role_address
from graph.names.name import FamilyName, Name
from graph.names.ordinary import ORDINARY
from graph.names.reading import full_name, has_family_name, read
from graph.names.searching import family_words, in_one_word, query_words, search_words, sort_key
from graph.names.vocabulary import IN_TEXT, LEADING, TITLES, is_particle

__all__ = [
    "GIVEN", "IN_TEXT", "LEADING", "ORDINARY", "TITLES", "Comparison", "FamilyName", "Name", "WrittenForms", "compare",
    "divide", "family_words", "fold", "former", "full_name", "has_family_name", "has_former", "in_one_word", "in_order",
    "is_family_name", "is_group_name", "is_own_name", "is_particle", "is_role_address", "letters", "query_words",
    "read", "search_words", "sort_key", "split", "words_of", "written_forms",
]  # fmt: skip
