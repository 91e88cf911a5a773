"""The page on which a person reviews a drafted document: `alereport ingest --review`.

positions   which cell of which table a drafted row was made from
session     the document under review: its rows, and what is decided of them
findings    what the gate and the lint say of the rows as they stand
wording     states, places and names as a reader says them
messages    what the program says in English, in the language of the page
forms       the fields of a row and of the document
pages       the pages
server      what is asked for, and what is posted
"""
