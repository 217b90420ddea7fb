"""Codes of builds, layouts, formats, fonts and outputs."""

from __future__ import annotations

from collections.abc import Mapping

MAKING: Mapping[str, str] = {
    "BUILD001": (
        "Two documents, or two targets, want the same file; the first is built, and the second is "
        "not. Give one of two posts a `slug` of its own in the front matter, or one of two targets "
        "another `output`: a folder for each, or a field that tells them apart."
    ),
    "BUILD002": (
        "There is no format, and no target, of that name. Look for a slip of the pen; a plug-in "
        "must be installed in the environment in which `publish` runs."
    ),
    "BUILD003": (
        "A backend failed in a way nobody foresaw. This is a bug in `publish` or in a plug-in. "
        "Run again with `--debug` and report what it prints."
    ),
    "BUILD004": (
        "Making a file ended its process, most often for lack of memory. Split the post, make its "
        "pictures smaller, or use fewer processes with `-j 1`."
    ),
    "BUILD005": ("A path on the command line is not there, or holds no post."),
    "BUILD006": (
        "What you asked for is nothing that the manifest builds. `publish list` shows what it does."
    ),
    "BUILD007": (
        "A post asks in its front matter for a `slug`, or for an address, that is longer than the "
        "name of a file may be. Write a shorter one. A long name that was made from the post's "
        "own is shortened without asking, always in the same way."
    ),
    "BUILD008": (
        "Making a file took longer than it may, and was ended; the other documents were built. Split "
        "the post, look for what is unusual in it, or allow more time with `timeout` in `[build]` of "
        "the manifest."
    ),
    "BUILD009": (
        "Making a file took more memory than a process may have; the other documents were built. "
        "Split the post, make its pictures smaller, or allow more with `memory` in `[build]` of the "
        "manifest."
    ),
    "BUG001": (
        "A fix did not pass its own proof, so the file was left as it is. Please report it with "
        "the file."
    ),
    "BUG002": (
        "A post made `publish` itself stumble. It has no output; the other documents were built. "
        "Please report it with the post; `--debug` says where it happened."
    ),
    "RULE001": (
        "`publish explain`, or `--select` and `--ignore` of `publish check`, named a code that "
        "does not exist. `publish rules` lists the rules, and this chapter the other codes."
    ),
    "LAY001": (
        "The layout lacks a file that the format needs. A folder of your own is laid over the "
        "shipped layout, so this happens when an option names a file that is in neither."
    ),
    "LAY002": (
        "There is no layout of that name. A folder of your own must be written with a `/`, such "
        "as `./my-layout`."
    ),
    "LAY003": (
        "A template of the layout has a fault: Jinja2 cannot read it, it uses a name that does "
        "not exist, it asks for a file that is not part of the layout, or what it makes for an "
        "EPUB is no well-formed XML. A style sheet that imports what the layout does not hold has "
        "this code too. The place is the file and line in your folder."
    ),
    "LAY004": (
        "A template or a style sheet of the layout is not UTF-8. The place is the first byte that "
        "is not; save the file as UTF-8."
    ),
    "LAY005": (
        "`reference.docx` or `reference.pptx` of the layout is no Word file or presentation, is "
        "damaged, or lacks styles, slide layouts or other parts that text needs to find its "
        "place. Copy the one of the default layout again and change only its styles, its page or "
        "its master slides."
    ),
    "LAY006": (
        "A style sheet of your layout says something that its reader ignores: a slip that is no "
        "CSS, a `;` or `}` that is missing, or, for a PDF, a property or value that WeasyPrint "
        "does not know, or a `--measure` that is no width of text. The rest of the sheet counts."
    ),
    "LAY007": (
        "A name in your layout leads nowhere, so that what you wrote has no effect: a custom "
        "property that no style sheet asks for or sets, a block that the template on which yours "
        "builds does not have, or a file that nothing reads. Most often it is misspelt; the hint "
        "says what was probably meant."
    ),
    "LAY008": (
        "A template or the style sheet of your layout asks for a file that is not part of the layout, for "
        "an address on the network, or for a script. An EPUB must hold all that it shows, and runs nothing. "
        "Put the file into the layout’s folder, and take the rest out."
    ),
    "LAY009": (
        "A reference presentation of yours has no layout for the slides between sections, or no room "
        "for text on its slides. The deck is made without it. Layouts are known by their kind, in "
        "whatever language PowerPoint named them."
    ),
    "LAY010": (
        "Your Word template has no styles of these names. Text that needs one is set as in the "
        "default layout, and the file is whole. To have it look your way, make styles of these "
        "names in the template."
    ),
    "DIFF001": (
        "The file given to `publish diff` is no Word file, is damaged, or cannot be read. Ask for "
        "it again, saved as `.docx`."
    ),
    "DIFF002": (
        "The Word file does not name the posts that it was built from: it was not built by "
        "`publish`, or its properties were taken out (Word’s document inspector does that)."
    ),
    "DIFF003": (
        "The posts that the Word file names are not found, or no manifest here makes a Word file "
        "of just these posts. Call `publish diff` where the file was built, or name the manifest "
        "with `-m`."
    ),
    "DIFF004": (
        "The post has changed since the Word file was built. What changed in the post shows among "
        "the differences, the other way round."
    ),
    "PPTX001": (
        "A presentation of more than two thousand slides is not made: it would take very long, and "
        "nobody could show it. The other formats are built."
    ),
    "PDF001": (
        "WeasyPrint could not make the PDF. Most often a library is missing: run `publish "
        "doctor`. Otherwise the message says what it stumbled over; where the file of a font has gone, "
        "something tidies up the folder of temporary files while a build is at work there."
    ),
    "PDF002": (
        "A template or a style sheet of the layout asks for a file that is not part of the "
        "layout, or for an address on the network. Put the file into the layout’s folder."
    ),
    "PDF003": (
        "An option of the PDF names a size of page, a form or a profile that there is not. The "
        "hint lists those there are; a file `paper/NAME.css` in a layout of your own adds a size."
    ),
    "PDF004": (
        "The installed WeasyPrint is not the version that `publish` is made for. Lines of Chinese"
        " and Japanese then have ragged right edges and wide gaps between marks; nothing else is "
        "lost. Install the version that `publish` asks for."
    ),
    "PDF005": (
        "A table has more columns than fit on a page of the PDF, even in small type on a page on "
        "its side. It is printed in several parts, each with the first column again; if cells are "
        "joined it cannot be cut, and words are broken instead. The other formats are not "
        "concerned. Make it a table of more rows and fewer columns, or several tables."
    ),
    "PDF006": (
        "The chapters of a book are printed one by one and bound, where the layout allows it. Yours "
        "says something that only the whole book can answer, so it is printed as one document. The "
        "book is right; it takes longer, and more memory. The message says what it is."
    ),
    "FNT001": (
        "No font on this machine, and none in the layout, has a glyph for a character, so the PDF"
        " shows 〓, the printer’s mark for a missing sort, in its place. Install a font that has "
        "it (`publish doctor` knows the common ones), put a font file into your layout, or write "
        "another character."
    ),
    "FNT002": (
        "A family that the manifest names for text or headings has no bold or no italic face. "
        "None is made up: the message says what stands in its place. Add the file of the missing "
        "face to the list."
    ),
    "FNT003": (
        "The manifest names a font that is not there: a file that cannot be found below its "
        "folder or is no font, or a family that is not installed. The document is made with the "
        "layout's fonts."
    ),
    "FNT004": (
        "The bits of a font's licence (`fsType` in its table OS/2) forbid making it a part of "
        "documents. The layout's fonts are used instead."
    ),
    "FNT005": (
        "A font lacks characters of the language for which it is named, so another font will set "
        "most of the text; or the name of a table in `[fonts]` is no tag of a language."
    ),
    "PAN001": (
        "pandoc is missing. It comes with the package `pypandoc_binary`; install `publish` again."
    ),
    "PAN002": (
        "pandoc could not convert a post, or took longer than its time limit. The message is "
        "pandoc's own. Split the post in halves to find the place."
    ),
    "OUT001": ("An output would stand outside the output folder, and is not written."),
    "OUT002": (
        "An output cannot be written: the disk is full or read-only, the folder is not yours, a "
        "name is too long, or a file stands there that was made read-only. The hint says what to "
        "do. What stood there before is untouched."
    ),
    "OUT003": (
        "The result would take the place of a post, because it has the same name and suffix; this "
        "can happen with `markdown`. Name another folder with `-o`."
    ),
    "LOCK001": (
        "Another build, or another daemon, is at work in this project. Wait until it has ended. The lock belongs to "
        "the process and ends with it, so there is never a stale one to remove."
    ),
    "CACHE001": (
        "The remote cache cannot be reached, answers too slowly, was never written, or needs a library "
        "that is not installed; the message says which. The build has gone on without it, which takes "
        "longer and changes no output. Look at `url` in `[build.remote_cache]`, at the network, and at "
        "the credentials in the environment."
    ),
    "CACHE002": (
        "The remote cache is to be written, and refuses that or is too slow. Outputs are whole; what was "
        "made here, other machines make again. Look at the rights that the credentials give, or set "
        "`mode` in `[build.remote_cache]` to `read`."
    ),
    "EXEC001": (
        "The executor that the manifest names cannot be used: its scheduler is not reached, has no "
        "workers, stopped, makes no progress, or refuses the certificates; the message says which. What "
        "was left was made on this machine, with the same result. Where workers wait in a queue, let "
        "`timeout` in `[build]` be longer than they may have to wait."
    ),
    "EXEC002": (
        "A worker on another machine was refused, because the files that it makes might differ from "
        "those of this machine: it has another version of `publish`, of Python or of a library, other "
        "fonts, or no way to the remote cache. What it was to make was made on this machine. Build the "
        "environment of all workers from the same image."
    ),
    "EXEC003": (
        "There is no executor of that name, it cannot be loaded, or the library that it needs is not "
        "installed: `pip install 'publish[dask]'` for Dask. A plug-in must be installed in the environment in "
        "which `publish` runs."
    ),
    "SYS001": (
        "PDF needs a library that is not installed. The hint says how to get it; the other "
        "formats can be built without."
    ),
    "SYS002": (
        "The disk is full, a post that `check --fix` mends is read-only, or a file could not be "
        "written or read for another reason of the system's. The hint says what to do. What was "
        "there before is untouched."
    ),
}
