"""PDF files made object by object, for faults that no program writes."""

from __future__ import annotations

CATALOG, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"


def pdf_of(*objects):
    """A file of these objects; the first is the catalog."""
    chunks, offsets = [b"%PDF-1.7\n"], []
    for number, body in enumerate(objects, 1):
        offsets.append(sum(map(len, chunks)))
        chunks.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = sum(map(len, chunks))
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    chunks.append(b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table))
    chunks.append(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return b"".join(chunks)


def stream(data, entries=b""):
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(data), data)


def page_of(content, *further, resources=b"/XObject<</I 5 0 R>>/Font<</F 5 0 R>>", entries=b""):
    """A file of one page with this content (object 4) and further objects."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%b>>%b>>" % (resources, entries)
    return pdf_of(CATALOG, PAGES, page, content, *further)
