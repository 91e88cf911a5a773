"""Read a committee's document: its tables, headings and dates, each figure with its state.

A figure is *proved* where the table's own arithmetic closes over it, *read* where the structure of
the file leaves no doubt of what it is, and *asked* otherwise. Nothing is guessed.

    opening     which file it is, refused where it is none that can be read safely
    plain_text  pandoc  workbook  tagged_pdf
                the readers: a file as headings, paragraphs and grids of cells
    numerals    a printed number, and its readings where it has several
    columns     what stands over a column: its year and its kind
    proof       sums, differences and shares that close
    tables      a grid as a table: columns, rows, states
    dates       days, months, quarters and years, as they are printed
    outline     goals, assignments, dates and headcounts of the running text
    amounts     amounts of money in the running text; agreement holds them against the tables
    document    what the document itself is
    previous    figures held against those of earlier documents
    drafts      rows of datasets, by drafted_tables as words.yaml says; faults has what accepts
                a total that the document has wrong
"""
