"""What every kind of case has as long work: the file of its list, the archive of a case."""

from chalicelib.cases.kind import Later
from chalicelib.exports.work import ARCHIVE, LIST, Work

OF_LIST = Work(
    LIST,
    Later("chalicelib.exports.make_list:make_list"),
    Later("chalicelib.exports.words:OF_LIST"),
)
OF_CASE = Work(
    ARCHIVE,
    Later("chalicelib.exports.make_archive:make_archive"),
    Later("chalicelib.exports.words:OF_CASE"),
)
