"""Codes of the manifest, and of posts on their way into a document."""

from __future__ import annotations

from collections.abc import Mapping

SOURCES: Mapping[str, str] = {
    "MAN001": (
        "There is no manifest, or it cannot be read. Check its name and your permissions, and "
        "save it as UTF-8. `publish init` writes one to start from."
    ),
    "MAN002": (
        "The manifest is not TOML. The place is where the parser gave up; look for a missing "
        "quotation mark or bracket on that line or the one before."
    ),
    "MAN003": (
        "A key is unknown, a value has the wrong kind or is out of bounds, or a name leads "
        "nowhere. All faults of the manifest, those of its profiles too, are told together, each "
        "with its line and column. [The manifest](02-manifest.md) lists all keys."
    ),
    "MAN004": (
        "A `[documents.NAME]` table finds no post. Globs are relative to the manifest, and `*` "
        "stays within a folder: `posts/**/*.md` finds posts in folders too. Remember that drafts "
        "are left out unless `where` says otherwise."
    ),
    "MAN005": (
        "A target has an option that its format does not know, or a value that the option cannot "
        "have. [Formats](06-formats.md) lists the options of each."
    ),
    "MAN006": (
        "The outline that a source names with `summary` is not there, or it lists a chapter whose "
        "file is not there; then the book is made of the others. The path of the outline is "
        "relative to the manifest, those in it are relative to its own folder."
    ),
    "MAN007": (
        "`publish vendor` was called, and the manifest lets no picture of another site in. Write "
        '`remote = "vendor"` and the hosts to allow in `[assets]`.'
    ),
    "TRU001": (
        "The post has more bytes than a post may have, and was not read. Divide it, or raise "
        "`max_post` in `[trust]` of the manifest."
    ),
    "TRU002": (
        "The post has more paragraphs, list items and other blocks than a post may have. Divide it, "
        "or raise `max_blocks` in `[trust]` of the manifest."
    ),
    "TRU003": (
        "A Word file that was given to `publish diff` says that it was made from a file outside of "
        "its folder. No file that `publish` built says that, so that file was not read. Ask whoever "
        "sent it."
    ),
    "TRU004": (
        "Something in a finished page would run or fetch in a browser, though nothing of the kind "
        "should be left there. The page was not written. This is a bug in `publish`: please report "
        "it with the post."
    ),
    "ENC001": (
        "As an error: the file is neither UTF-8 nor surely anything else, or a few of its bytes "
        "are damaged. Open it in an editor in its true encoding and save it as UTF-8. A file that "
        "is UTF-8 but for a few bytes is not guessed at: the message names the first bad one.\n\n"
        "As a warning: the file is in an older encoding that leaves no doubt, and `--fix` saves "
        "it as UTF-8."
    ),
    "ENC009": (
        "The file is no text. Pictures and archives sometimes carry the suffix `.md`; leave them "
        "out with `exclude`."
    ),
    "ENC010": ("The file is empty."),
    "ENC011": ("The file is there but cannot be read. Check its permissions."),
    "FM001": (
        "As an error: the front matter begins and never ends, and where it ends cannot be told. "
        "Add the closing line after the last key."
    ),
    "FM002": (
        "As an error: the front matter cannot be read as YAML, TOML or JSON, nor guessed with "
        "confidence. Most often a value holds a colon and a space: put it in quotation marks."
    ),
    "SEC001": (
        "A script, a style, an embedded page or an unsafe link was dropped, also from an SVG; or an "
        "attribute by which a page would fetch or tell something, such as `srcset` or `ping`. "
        "Nothing that runs reaches an output. An embedded page or film leaves a link behind."
    ),
    "SEC003": (
        "The front matter names an alias without an anchor, or a tag of YAML; its aliases stand "
        "for more than 10,000 values; it is longer than 200,000 characters or nested too deeply; "
        "or the post itself nests lists and quotations too deeply. Such files are made to exhaust "
        "a program, or by accident; write the values out."
    ),
    "SEC005": (
        "A piece of raw HTML or of another raw format could not be understood. Its text is kept."
    ),
    "DIA019": (
        "A diagram is not drawn, and its source is shown instead: the program that `[diagrams]` "
        "names is not there, fails, takes longer than 30 seconds, prints too much, or prints no "
        "SVG. The message has the first line that the program said. Try it by hand: `dot -Tsvg < "
        "diagram.dot`."
    ),
    "LNK007": (
        "There is no such picture, neither where the post says nor anywhere below the folder of "
        "the manifest. A path of one machine, such as `C:\\…` or `file://…`, leads nowhere on "
        "another: copy the picture beside the post."
    ),
    "LNK008": (
        "The picture, or what an SVG is made of, is on another site. Builds do not use the "
        "network, and a page should not depend on a stranger's server: keep a copy beside the "
        "post, or let `publish vendor` fetch one. If it was asked to and could not, the message "
        "says why."
    ),
    "LNK010": (
        "A link leads to no document of this build, or to a heading or a label that is not there. "
        "The text of the link is kept. Check the path; a heading's address is its text in lower "
        "case with hyphens. Posts that are left out, such as drafts, cannot be linked to."
    ),
    "LNK012": ("A picture that is written into the post as `data:` cannot be decoded."),
    "LNK013": (
        "The picture is larger than `[assets] max_file`, or would need more than 100 million "
        "pixels of memory. Make it smaller. A JPEG may have more, because it can be read at a "
        "smaller scale."
    ),
    "LNK014": (
        "The file is empty, damaged, or no picture of a kind that can be used; or an SVG stands "
        "for far more than it holds. Use PNG, JPEG, GIF, WebP, AVIF or SVG."
    ),
    "LNK015": (
        "A link fits several posts, and the nearest was taken; or it names a heading that its "
        "post does not have, and leads to the post's beginning."
    ),
    "LNK016": (
        "A picture was found, but not where the post says: its name is written with other letters "
        "on the disk, or it lies in another folder. Of several pictures of one name, the one is "
        "taken whose path ends most like the address, and of those the nearest."
    ),
    "LNK017": (
        "A copy of a picture from another site is not what `assets.lock` knows: the file was "
        "changed, or the site shows another picture now. Look at it; `publish vendor --update` "
        "takes the new one."
    ),
    "LNK018": (
        "A picture is not used quite as it stands in its file, so that it looks the same in every"
        " format. More than 25 million pixels are made fewer; CMYK becomes RGB; BMP, TIFF and "
        "other kinds become PNG; coordinates in a photograph are left out; what moves stands "
        "still in PDF, Word and slides. Your file stays as it is."
    ),
    "LOCK002": (
        "The file `assets.lock` is damaged, perhaps by a merge. Take back the last change to it, "
        "or remove it and run `publish vendor`."
    ),
    "SEC002": (
        "The picture lies outside the folder of the manifest, or on a private network where no "
        "reader can see it. Copy it beside the post."
    ),
}
