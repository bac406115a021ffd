"""A PDF's script is judged by what it can do: makers' own checks pass, all else is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chalicelib.verdicts.judge_file import judge_file
from chalicelib.verdicts.pdf_scripts import is_harmless
from chalicelib.verdicts.verdict import FileKind, ReasonCode
from tests.verdicts.made_pdfs import annotated, deflated, one_page, stream

VERSION_CHECK = """
if (typeof(this.ADBE) == "undefined")
   this.ADBE = new Object();
ADBE.Viewer_string_Title = "Adobe Acrobat";
if (typeof(ADBE.Reader_Value_Asked) == "undefined") ADBE.Reader_Value_Asked = false;
if (typeof(ADBE.Reader_Need_Version) == "undefined" || ADBE.Reader_Need_Version < 9.0)
{
   ADBE.Reader_Value_New_Version_URL = "http://cgi.adobe.com/special/acrobat/update";
   ADBE.SYSINFO = "?p=" + app.platform + "&v=" + app.viewerVersion + "&l=" + app.language;
}
if (typeof(xfa_installed) == "undefined" || typeof(xfa_version) == "undefined" || xfa_version < 2.8)
{
   if (app.viewerType == "Reader" && !ADBE.Reader_Value_Asked)
   {
      if (app.alert(ADBE.Reader_string_Need_New_Version_Msg, 1, 1) == 1)
         this.getURL(ADBE.Reader_Value_New_Version_URL + ADBE.SYSINFO, false);
      else
         app.findComponent({cType:"Plugin", cName:"XFA", cVer:"2.8"});
   }
   else app.response({cQuestion: ADBE.Old, cDefault: ADBE.URL + ADBE.SYSINFO, cTitle: ADBE.Title});
}
"""
ATTACHMENTS = """
var v = app.viewerVersion;
if (v < 7) {
    var n = 0;
    if (this.dataObjects != null) n = this.dataObjects.length;
    if (v >= 6 && n == 0) {
        syncAnnotScan();
        for (var p = 0; p < this.numPages && n == 0; ++p) {
            var annots = this.getAnnots(p);
            for (var i = 0; i < annots.length; ++i)
                if (annots[i].type == "FileAttachment") { n = 1; break; }
        }
    }
    if (n > 0) app.alert("Dieses Dokument hat Dateianlagen. Wählen Sie 'Datei' > 'Öffnen'.", 3, 0);
}
"""
type Write = Callable[[bytes], bytes]

HARMLESS = {
    "a version check": VERSION_CHECK,
    "an attachments check": ATTACHMENTS,
    "a cursor": 'this.getField("F.1").setFocus();',
    "a date": 'this.getField("Date").value = util.printd("dd/mm/yyyy", new Date());',
    "a sum of its own": (
        "function sum(a, b) { return a + b; }\n"
        'var f = this.getField("T"); f.value = sum(1, AFMakeNumber(f.value)); // a total'
    ),
    "a list": 'var a = ["x", "y"]; for (var i in a) this.getField(a[i]).readonly = true;',
    "a comment alone": "/* nothing; app.launchURL */",
}
HARMFUL = [
    "app.alert(1)",
    "this.print(true);",
    "print()",
    'app.launchURL("http://exemple.test")',
    'if (app.viewerVersion < 9) app.launchURL("http://exemple.test/adobe.com/");',
    'app["ala" + "rm"]()',
    'app["launchURL"]("x")',
    "var f = app.launchURL; f('x')",
    "getField = print; getField(true)",
    'var k = "getField"; this[k] = this[j]; getField(true)',
    "function f(getField) { getField(true) } f(print)",
    "function f() {} f = print; f(true)",
    'eval("app.x()")',
    'eval = eval; getField(eval("x"))',
    "(function () { return this })().print()",
    "(app.viewerVersion, print)(true)",
    'var a = /"/; print(); var b = /"/;',
    "a\\u0070p.x()",
    "`${print()}`",
    'this.submitForm("x")',
    'this.exportDataObject({cName: "a.exe", nLaunch: 2});',
    "Object.constructor('x')()",
    'util.printf("%45000f", 1)',
    'app.setTimeOut("x", 1)',
    "x" * 200_000,
    "var s = 'unfinished",
]  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_a_makers_own_script_can_do_no_harm(name: str) -> None:
    assert is_harmless(HARMLESS[name])


@pytest.mark.parametrize("script", HARMFUL)
def test_what_prints_sends_opens_or_hides_is_not_harmless(script: str) -> None:
    assert not is_harmless(script)


def written(script: str) -> bytes:
    return stream(script.encode("utf-16"))


def packed(script: str) -> bytes:
    return deflated(script.encode("latin-1"))


def in_names(script: bytes) -> bytes:
    return one_page(
        b"<</JavaScript<</Kids[5 0 R]>>>>",
        b"<</Names[(a) 6 0 R]>>",
        b"<</S/JavaScript/JS 7 0 R>>",
        script,
        root=b"/Names 4 0 R",
    )


def on_opening(script: bytes) -> bytes:
    return one_page(b"<</S/JavaScript/JS 5 0 R>>", script, root=b"/OpenAction 4 0 R")


def in_page(script: bytes) -> bytes:
    return one_page(b"<</S/JavaScript/JS 5 0 R>>", script, page=b"/AA<</O 4 0 R>>")


def under_a_link(script: bytes) -> bytes:
    return annotated(b"/Subtype/Link/A<</S/JavaScript/JS 5 0 R>>", script)


@pytest.mark.parametrize("place", [in_names, on_opening, in_page, under_a_link])
@pytest.mark.parametrize("how", [written, packed])
def test_a_file_is_judged_by_what_its_scripts_can_do(
    tmp_path: Path, place: Write, how: Callable[[str], bytes]
) -> None:
    path = tmp_path / "file"
    for script, reasons in (
        (VERSION_CHECK, ()),
        ("this.print(true)", (ReasonCode.PDF_RUNS_BY_ITSELF,)),
    ):
        path.write_bytes(place(how(script)))
        assert judge_file(path, "a.pdf", {FileKind.PDF}).reasons == reasons


def test_named_scripts_in_a_circle_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(
        one_page(b"<</JavaScript 5 0 R>>", b"<</Kids[5 0 R 5 0 R]>>", root=b"/Names 4 0 R")
    )
    assert judge_file(path, "a.pdf", {FileKind.PDF}).reasons == (ReasonCode.PDF_RUNS_BY_ITSELF,)
