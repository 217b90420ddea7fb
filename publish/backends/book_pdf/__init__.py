"""Books as PDF: each chapter is printed by itself, and the chapters are bound into one file.

``apart`` tells whether a layout allows it, ``pages`` cuts a book's page into those of its parts,
``press`` prints one of them, which depends on nothing but itself, ``merge`` binds what was printed;
``binder`` has another process do that for a large book.
"""
