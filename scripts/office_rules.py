"""Find in a .docx, .pptx or .xlsx what makes Word, PowerPoint or Excel say "unreadable content".

    python scripts/office_rules.py report/report.zh.docx talk.pptx

The programs read the parts of a file strictly: elements in the order of ECMA-376, ids used once,
every reference answered. Other readers forgive what these do not, so that a file which opens
elsewhere proves nothing. `nox -s office` asks the Open XML SDK as well.
"""

from __future__ import annotations

import io
import posixpath
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree

NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "t": "http://schemas.openxmlformats.org/package/2006/content-types",
    "dcterms": "http://purl.org/dc/terms/",
}
SERIES = "idx order tx spPr invertIfNegative explosion marker pictureOptions dPt dLbls trendline "
SERIES += "errBars cat xVal val yVal smooth shape bubbleSize bubble3D extLst"
AXIS = "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark "
AXIS += "minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt "
ORDER = {
    "w:tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr",
    "w:tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW "
    "jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
    "tblDescription",
    "w:tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection "
    "tcFitText vAlign hideMark",
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
    "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct "
    "topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
    "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr",
    "w:rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss "
    "imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight "
    "u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "w:sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
    "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi "
    "rtlGutter docGrid printerSettings",
    "w:style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden "
    "unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr "
    "tcPr tblStylePr",
    "c:chartSpace": "date1904 lang roundedCorners AlternateContent style clrMapOvr pivotSource "
    "protection chart spPr txPr externalData printSettings userShapes extLst",
    "c:chart": "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend "
    "plotVisOnly dispBlanksAs showDLblsOverMax extLst",
    "c:lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth "
    "axId",
    "c:barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "c:areaChart": "grouping varyColors ser dLbls dropLines axId",
    "c:ser": SERIES,
    "c:catAx": AXIS + "auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl extLst",
    "c:valAx": AXIS + "crossBetween majorUnit minorUnit dispUnits extLst",
    "p:presentation": "sldMasterIdLst notesMasterIdLst handoutMasterIdLst sldIdLst sldSz notesSz "
    "smartTags embeddedFontLst custShowLst photoAlbum custDataLst kinsoku defaultTextStyle "
    "modifyVerifier extLst",
    "a:rPr": "ln noFill solidFill gradFill effectLst highlight uLnTx uLn uFillTx uFill latin ea cs "
    "sym hlinkClick hlinkMouseOver rtl extLst",
    "s:worksheet": "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr "
    "sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate "
    "customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks "
    "printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks "
    "customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing tableParts extLst",
}
"""Children of an element in the order of ECMA-376, part 1 (transitional)."""
MODE = "15"
"""The lowest version that Word does not call compatibility mode."""
LONGEST_NAME, LONGEST_SHEET, LONGEST_TEXT, WIDEST = 40, 31, 32767, 255
"""Letters of a bookmark, of the name of a sheet and of a cell; characters of a column."""
W3CDTF = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
CELLS = re.compile(r"'?(?P<sheet>(?:[^']|'')+?)'?!\$(?P<c1>[A-Z]+)\$(?P<r1>\d+)(?::(?P<last>.+))?$")


def problems(path: Path | io.BytesIO) -> list[str]:
    """Return what an office program would refuse or repair in a file, one line each."""
    with zipfile.ZipFile(path) as packed:
        names = packed.namelist()
        parts = {name: packed.read(name) for name in names}
    said = [f"{name}: stored twice" for name, count in Counter(names).items() if count > 1]
    trees = {
        name: etree.fromstring(data)
        for name, data in parts.items()
        if name.endswith((".xml", ".rels"))
    }
    said += _package(parts, trees)
    said += [f"{name}: {each}" for name, tree in trees.items() for each in _order(tree)]
    if "word/document.xml" in trees:
        said += _word(trees)
    if "ppt/presentation.xml" in trees:
        said += _slides(trees)
    if "xl/workbook.xml" in trees:
        said += _workbook(trees)
        if not said:  # a broken one cannot be opened
            said += _drawn(trees, openpyxl.load_workbook(path, data_only=True))
    return [*said, *_charts(parts, trees)]


def _all(tree: Any, path: str) -> list[Any]:
    found = tree.xpath(path, namespaces=NAMES)
    return list(found)


def _short(tag: Any) -> str:
    space, _, name = str(tag).removeprefix("{").rpartition("}")
    return next((f"{key}:{name}" for key, each in NAMES.items() if each == space), str(tag))


def _order(tree: Any) -> Iterator[str]:
    """Tell of children that stand before one that must come first, or are not known there."""
    for each in tree.iter(etree.Element):
        wanted = ORDER.get(_short(each.tag))
        if wanted is None:
            continue
        places = {name: at for at, name in enumerate(wanted.split())}
        last = -1
        for child in each.iterchildren(etree.Element):
            name = etree.QName(child).localname
            at = places.get(name)
            if at is None and _short(child.tag)[:2] == _short(each.tag)[:2]:
                yield f"{_short(each.tag)} holds {name}, which is not one of its children"
            elif at is not None and at < last:
                yield f"{_short(each.tag)} holds {name} too late"
            last = max(last, -1 if at is None else at)


def _package(parts: dict[str, bytes], trees: dict[str, Any]) -> Iterator[str]:
    types = trees["[Content_Types].xml"]
    kinds = {each.get("Extension").lower() for each in _all(types, "t:Default")}
    own = {each.get("PartName").lstrip("/") for each in _all(types, "t:Override")}
    yield from (f"{name}: has a type and is not there" for name in own - set(parts))
    for name in set(parts) - own - {"[Content_Types].xml"}:
        if name.rpartition(".")[2].lower() not in kinds:
            yield f"{name}: has no type"
    for name, tree in trees.items():
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            yield from _relations(name, folder, tree, parts)
            continue
        near, _, leaf = name.rpartition("/")
        relations = trees.get(f"{near}/_rels/{leaf}.rels")
        known = set() if relations is None else {each.get("Id") for each in relations}
        for each in tree.iter(etree.Element):
            for key, value in each.attrib.items():
                if str(key).startswith(f"{{{NAMES['r']}}}") and value and value not in known:
                    yield f"{name}: {_short(each.tag)} refers to {value}, which is not there"
    core = trees.get("docProps/core.xml")
    for each in [] if core is None else _all(core, "dcterms:created | dcterms:modified"):
        if not W3CDTF.fullmatch(each.text or ""):
            yield f"docProps/core.xml: the date {each.text} is not written as W3CDTF asks"


def _relations(name: str, folder: str, tree: Any, parts: dict[str, bytes]) -> Iterator[str]:
    ids = Counter(each.get("Id") for each in tree)
    yield from (f"{name}: {key} is given twice" for key, count in ids.items() if count > 1)
    for each in tree:
        target = each.get("Target")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        if each.get("TargetMode") != "External" and posixpath.normpath(whole) not in parts:
            yield f"{name}: leads to {target}, which is not there"


def _twice(values: Iterable[Any], what: str) -> list[str]:
    return [f"{what} {key} is given twice" for key, count in Counter(values).items() if count > 1]


def _word(trees: dict[str, Any]) -> Iterator[str]:
    document, styles = trees["word/document.xml"], trees["word/styles.xml"]
    w = f"{{{NAMES['w']}}}"
    starts, ends = _all(document, "//w:bookmarkStart"), _all(document, "//w:bookmarkEnd")
    yield from _twice((each.get(w + "id") for each in starts), "the bookmark")
    names = [each.get(w + "name") for each in starts]
    yield from _twice((name.casefold() for name in names), "the bookmark")
    if {each.get(w + "id") for each in starts} != {each.get(w + "id") for each in ends}:
        yield "a bookmark has no end"
    for name in names:
        if len(name) > LONGEST_NAME or not re.fullmatch(r"[^\W\d]\w*", name):
            yield f"the bookmark {name} has a name that is not allowed"
    wanted = {each.get(w + "anchor") for each in _all(document, "//w:hyperlink[@w:anchor]")}
    codes = [each.text or "" for each in _all(document, "//w:instrText")]
    wanted |= {code.split()[1] for code in codes if code.split()[0] == "REF"}
    yield from (f"the bookmark {name} is not there" for name in wanted - set(names))
    yield from _twice((each.get("id") for each in _all(document, "//wp:docPr")), "the picture")
    known = {each.get(w + "styleId") for each in _all(styles, "//w:style")}
    for name, tree in trees.items():
        if name.startswith("word/"):
            yield from (f"{name}: {each}" for each in _story(tree, known))
    numbers = trees.get("word/numbering.xml")
    lists = [] if numbers is None else [e.get(w + "numId") for e in _all(numbers, "w:num")]
    for each in _all(document, "//w:numPr/w:numId"):
        if each.get(w + "val") not in [*lists, "0"]:
            yield f"the list {each.get(w + 'val')} is not there"
    modes = _all(
        trees["word/settings.xml"], "//w:compatSetting[@w:name='compatibilityMode']/@w:val"
    )
    if modes != [MODE]:
        yield f"Word opens it in compatibility mode: {modes}"


def _story(tree: Any, known: set[str | None]) -> Iterator[str]:
    w = f"{{{NAMES['w']}}}"
    yield from _fields(_all(tree, "//w:fldChar | //w:instrText"))
    for each in _all(tree, "//w:pStyle | //w:rStyle | //w:tblStyle"):
        if each.get(w + "val") not in known:
            yield f"the style {each.get(w + 'val')} is not there"
    for table in _all(tree, "//w:tbl"):
        yield from _table(table)
    for each in _all(tree, "//w:t"):
        text = each.text or ""
        if text != text.strip() and not each.get("{http://www.w3.org/XML/1998/namespace}space"):
            yield f"the spaces around “{text.strip()[:20]}” are lost"


def _fields(marks: list[Any]) -> Iterator[str]:
    """Tell of fields that are not begun, told, separated and ended in this order."""
    inside: list[str] = []
    for each in marks:
        kind = each.get(f"{{{NAMES['w']}}}fldCharType") or "code"
        if kind == "begin":
            inside.append(kind)
        elif not inside or (kind != "end" and inside[-1] != "begin"):
            yield f"a field has its {kind} in the wrong place"
        elif kind == "separate":
            inside[-1] = kind
        elif kind == "end":
            inside.pop()
    if inside:
        yield "a field has no end"


def _table(table: Any) -> Iterator[str]:
    columns = len(_all(table, "w:tblGrid/w:gridCol"))
    for row in _all(table, "w:tr"):
        spans = [int(each) for each in _all(row, "w:tc/w:tcPr/w:gridSpan/@w:val")]
        if len(_all(row, "w:tc")) + sum(spans) - len(spans) != columns:
            yield "a row of a table has more or fewer cells than its grid"
        if any(_short(cell[-1].tag) != "w:p" for cell in _all(row, "w:tc")):
            yield "a cell of a table does not end with a paragraph"
    after = table.getnext()
    if after is not None and _short(after.tag) in ("w:tbl", "w:sectPr"):
        yield "no paragraph follows a table"


def _slides(trees: dict[str, Any]) -> Iterator[str]:
    show = trees["ppt/presentation.xml"]
    ids = [each.get("id") for each in _all(show, "p:sldIdLst/p:sldId")]
    yield from _twice(ids, "the slide")
    yield from (f"the slide {each} has too low a number" for each in ids if int(each) < 256)
    for each in _all(show, "//p14:sldId"):
        if each.get("id") not in ids:
            yield f"a section names the slide {each.get('id')}, which is not there"
    for name, tree in trees.items():
        if re.fullmatch(r"ppt/slides/slide\d+\.xml", name):
            kept = _all(trees[f"ppt/slides/_rels/{name[11:]}.rels"], "rel:Relationship/@Type")
            if sum(each.endswith("/slideLayout") for each in kept) != 1:
                yield f"{name}: needs one layout"
            shapes = (each.get("id") for each in _all(tree, "//p:cNvPr"))
            yield from (f"{name}: {said}" for said in _twice(shapes, "the shape"))
    if any(name.startswith("ppt/notesSlides/") for name in trees) and not _all(
        show, "p:notesMasterIdLst"
    ):
        yield "notes have no master"


def _workbook(trees: dict[str, Any]) -> Iterator[str]:
    sheets = _all(trees["xl/workbook.xml"], "s:sheets/s:sheet/@name")
    yield from _twice((name.casefold() for name in sheets), "the sheet")
    for name in sheets:
        if not 0 < len(name) <= LONGEST_SHEET or re.search(r"[\[\]:*?/\\]|^'|'$", name):
            yield f"the sheet {name} has a name that is not allowed"
    for each in _all(trees["xl/workbook.xml"], "s:definedNames/s:definedName"):
        sheet = (each.text or "").rpartition("!")[0].strip("'").replace("''", "'")
        if sheet not in sheets:
            yield f"the name {each.get('name')} leads to no sheet"
    yield from _texts(trees)


def _texts(trees: dict[str, Any]) -> Iterator[str]:
    strings = trees.get("xl/sharedStrings.xml")
    kept = [] if strings is None else _all(strings, "s:si")
    if strings is not None and int(strings.get("uniqueCount", len(kept))) != len(kept):
        yield "the count of texts is wrong"
    for name, tree in trees.items():
        if not name.startswith("xl/worksheets/"):
            continue
        if any(int(at) >= len(kept) for at in _all(tree, "//s:c[@t='s']/s:v/text()")):
            yield f"{name}: a text is not there"
        if any(float(wide) > WIDEST for wide in _all(tree, "//s:col/@width")):
            yield f"{name}: a column is too wide"
    for text in kept:
        if len("".join(text.itertext())) > LONGEST_TEXT:
            yield "a text is too long for a cell"


def _charts(parts: dict[str, bytes], trees: dict[str, Any]) -> Iterator[str]:
    for name, tree in trees.items():
        if not re.search(r"/charts/chart\d+\.xml$", name):
            continue
        axes = {each.get("val") for each in _all(tree, "//c:catAx/c:axId | //c:valAx/c:axId")}
        for each in _all(tree, "//c:axId | //c:crossAx"):
            if not each.get("val").isdigit():
                yield f"{name}: the axis {each.get('val')} has a number below 0"
            if each.get("val") not in axes:
                yield f"{name}: the axis {each.get('val')} is not there"
        if name.startswith("ppt/"):
            relations = trees[name.replace("charts/", "charts/_rels/") + ".rels"]
            target = posixpath.basename(relations[0].get("Target"))
            inside = io.BytesIO(parts[f"ppt/embeddings/{target}"])
            yield from (f"{target}: {each}" for each in problems(inside))
            inside.seek(0)
            book = openpyxl.load_workbook(inside, data_only=True)
            yield from (f"{name}: {each}" for each in _cells_of(tree, book))


def _drawn(trees: dict[str, Any], book: Any) -> Iterator[str]:
    for name, tree in trees.items():
        if name.startswith("xl/charts/"):
            yield from (f"{name}: {each}" for each in _cells_of(tree, book))


def _cells_of(tree: Any, book: Any) -> Iterator[str]:
    """Tell of cells that a chart refers to and that are empty or hold something else."""
    for each in _all(tree, "//c:f"):
        found = CELLS.match(each.text)
        sheet = found and found["sheet"].replace("''", "'")
        if not found or sheet not in book.sheetnames:
            yield f"{each.text} is no place in the workbook"
            continue
        cells = book[sheet][each.text.rpartition("!")[2].replace("$", "")]
        rows = cells if isinstance(cells, tuple) else ((cells,),)
        values = [cell.value for row in rows for cell in row]
        cache = _all(each.getparent(), ".//c:pt/c:v/text()")
        if all(value is None for value in values):
            yield f"{each.text} is empty"
        elif cache and [_same(value) for value in values] != [_same(v) for v in cache]:
            yield f"{each.text} does not hold what the chart shows"


def _same(value: Any) -> Any:
    """Return a value to be compared: a number rounded, or words."""
    try:
        return round(float(value), 9)
    except (TypeError, ValueError):
        return str(value)


def main(words: list[str]) -> int:
    """Print the problems of each file named; return 1 where there is one."""
    said = {word: problems(Path(word)) for word in words}
    for word, each in said.items():
        print(f"{word}: " + ("nothing found" if not each else "\n  ".join(["", *each])))
    return int(any(said.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
