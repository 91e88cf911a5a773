-- The report's own blocks (lead, key figures, notes) in Typst, where classes mean nothing.
-- Used by both engines; text that is true of only one of them is in a block named after it.

local OTHERS = quarto and "by-pandoc" or "by-quarto"
local OURS = quarto and "by-quarto" or "by-pandoc"

local function of_this_engine(div)
  if div.classes:includes(OTHERS) or div.classes:includes("page-end") then return {} end
  if div.classes:includes(OURS) then return div.content end
end

-- The drawings of a chart, a wide and a narrow one, become part of the page: so their words are words
-- in its font and their marks have its colours. Its style shows the one that fits the column.
local function escaped(text)
  return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub('"', "&quot;"))
end

local function drawing(image)
  local folder = quarto and pandoc.path.directory(quarto.doc.input_file) or "."
  local file = io.open(pandoc.path.join { folder, image.src })
  if not file then return nil end
  local svg = file:read("a")
  file:close()
  return (svg:gsub("<style>.-</style>", "", 1):gsub(' xmlns="[^"]*"', "", 1))
end

local function drawings(block)
  local found, alt = {}, nil
  for _, inline in ipairs(block.content) do
    local is_drawing = inline.t == "Image" and
      (inline.classes:includes("wide") or inline.classes:includes("narrow"))
    local svg = is_drawing and drawing(inline)
    if svg then
      found[#found + 1] = svg
      alt = inline.attributes["fig-alt"] or pandoc.utils.stringify(inline.caption)
    end
  end
  if #found == 0 then return end
  return pandoc.RawBlock("html", string.format('<div class="drawing" role="img" aria-label="%s">%s</div>',
    escaped(alt), table.concat(found)))
end

-- The line below an exhibit: its source, its figures as a CSV file, and where each is from, on a page of
-- its own. Metadata `origins`: that page; Quarto's pages have theirs beside them, if the site is
-- `complete`: made by `alereport publish`, not by `quarto render` alone. The front page of the latter is
-- not in the folder of the book; its mark says where that is.
local words, origins, is_complete, beside = {}, nil, not quarto, ""

local function exists(path)
  local file = io.open(path)
  return file and file:close()
end

local function with_links(div)
  local id = div.attributes.of or ""
  div.attributes.of, div.attributes.later = nil, nil
  local has_links = origins and id:match("^%a+%-[%w-]+$")
  local csv = beside .. "tables/" .. id .. ".csv"
  if has_links and quarto then
    has_links = exists(pandoc.path.join { pandoc.path.directory(quarto.doc.input_file), csv })
  end
  if not has_links then return div.content[1] and div or {} end
  local line = div.content[1] and div.content[1].content or pandoc.Inlines {}
  local links = { { words.csv, csv }, is_complete and { words.origin, origins .. "#" .. id } or nil }
  for _, link in ipairs(links) do
    if #line > 0 then line:extend { pandoc.Space(), pandoc.Str("·"), pandoc.Space() } end
    line:insert(pandoc.Link({ pandoc.Str(link[1]) }, link[2]))
  end
  div.content = { pandoc.Para(line) }
  div.attributes["data-pagefind-ignore"] = ""
  return div
end

-- What a phone must know of a column: a long text stands on a line of its own, a mark beside the
-- heading of its column, and a name beside the only cell of its line.
local LONG = 30 -- characters

local function kinds(tbl)
  local found = {}
  for _, body in ipairs(tbl.bodies) do
    for _, row in ipairs(body.body) do
      for number, cell in ipairs(row.cells) do
        local marked = false
        cell.contents:walk { Span = function(span)
          marked = marked or span.classes:includes("filled") or span.classes:includes("ring")
        end }
        local long = (utf8.len(pandoc.utils.stringify(cell.contents)) or 0) > LONG
        if number > 1 and (marked or long) then found[number] = marked and "sign" or "below" end
      end
    end
  end
  return found
end

-- The columns that a phone shows only when asked to, and what else it must know of one, have a class.
local function folded(doc)
  local columns = {}
  doc.blocks:walk { Div = function(div)
    if div.attributes.later then columns[div.attributes.of or ""] = div.attributes.later end
  end }
  doc.blocks = doc.blocks:walk { Table = function(tbl)
    local function mark(number, class)
      local head = tbl.head.rows[1] and tbl.head.rows[1].cells[number]
      local heading = head and pandoc.utils.stringify(head.contents) or ""
      local function each(rows)
        for _, row in ipairs(rows) do
          local cell = row.cells[number]
          if cell then
            cell.attr.classes:insert(class)
            if class == "sign" then cell.attr.attributes["data-column"] = heading end
          end
        end
      end
      each(tbl.head.rows)
      for _, body in ipairs(tbl.bodies) do each(body.body) end
    end
    local found = kinds(tbl)
    for number in (columns[tbl.identifier] or ""):gmatch("%d+") do found[tonumber(number)] = "later" end
    local beside = #tbl.colspecs - 1
    for number, class in pairs(found) do
      mark(number, class)
      beside = beside - 1
    end
    if beside == 1 and next(found) then mark(1, "beside") end
    return tbl
  end }
  return doc
end

local function read(meta)
  for name, word in pairs(meta.words or {}) do words[name] = pandoc.utils.stringify(word) end
  is_complete = is_complete or meta.complete ~= nil
  local page = quarto and pandoc.path.filename(quarto.doc.input_file):gsub("%.%w+$", "")
  origins = page and page .. "-origins.html" or meta.origins and pandoc.utils.stringify(meta.origins)
end

-- What is offered for download: Quarto itself makes no PDF of one page, and gives that of the book a
-- name of its own. On paper there is nothing to download, and the cover has the dates.
local function is_missing(item)
  local found = false
  pandoc.Blocks(item):walk { Link = function(link) found = found or link.target:match("%.pdf$") end }
  return found and not is_complete
end

local function offered(div)
  if not div.classes:includes("downloads") then return end
  return div:walk { BulletList = function(list)
    list.content = list.content:filter(function(item) return not is_missing(item) end)
    return list
  end }
end

-- A wide table of Quarto's scrolls inside itself, also with the keyboard; ours are made by crossref.lua.
local tables = quarto and dofile(quarto.utils.resolve_path("tables.lua"))

local function scrolling(tbl)
  if not quarto then return end
  local box = pandoc.Attr("", { "scroll" }, { { "tabindex", "0" } })
  local name = pandoc.utils.stringify(tbl.caption.long):gsub("%s*{#[^}]*}$", "")
  if name ~= "" then box.attributes.role, box.attributes["aria-label"] = "region", name end
  tbl = tables.aligned_by_class(tables.scoped(tables.with_row_heads(tbl)))
  return pandoc.Div({ tbl }, box), false
end

-- What our own template has around each page: the other languages, the PDF, the part's workbook. Metadata
-- `complete`: the `pdf` and `languages` of a site that has them.
local function offered_beside(meta)
  local page, root = quarto.doc.input_file, quarto.project.offset or "."
  local folder = pandoc.path.directory(page)
  local items, complete = pandoc.List {}, meta.complete
  local function add(text, target, attributes)
    items:insert({ pandoc.Plain { pandoc.Link(text, target, "", pandoc.Attr("", {}, attributes or {})) } })
  end
  for _, other in ipairs(type(complete) == "table" and complete.languages or {}) do
    local code = pandoc.utils.stringify(other.code)
    local name = pandoc.path.make_relative(page, quarto.project.directory):gsub("%.%w+$", ".html")
    add(pandoc.utils.stringify(other.name), root .. "/../" .. code .. "/" .. name, { lang = code, hreflang = code })
  end
  if type(complete) == "table" and complete.pdf then
    add(words.pdf, root .. "/" .. pandoc.utils.stringify(complete.pdf))
  end
  local workbook = pandoc.path.filename(folder) .. ".xlsx"
  if exists(pandoc.path.join { folder, workbook }) then add(words.workbook, workbook) end
  return pandoc.Div(#items > 0 and { pandoc.BulletList(items) } or {}, pandoc.Attr("", { "offered" },
    { ["data-drag"] = words.drag, ["data-more"] = words["more-columns"], ["data-fewer"] = words["fewer-columns"] }))
end

local function with_theme()
  quarto.doc.add_html_dependency { name = "alereport", version = "1",
    scripts = { { path = quarto.utils.resolve_path("tables.js"), afterBody = true } },
    stylesheets = { quarto.utils.resolve_path("tables.css") } }
end

local function root_of_front_page(doc)
  doc.blocks:walk { Div = function(div)
    if div.identifier == "page-index" then beside = div.attributes.root or "" end
  end }
  return folded(doc)
end

-- Quarto's pages have no template of ours: a draft says so at the top of each chapter.
-- The embedded engine says it in page.html, and on paper the book's title does.
if FORMAT:match("html") then
  return { { Meta = read, Pandoc = root_of_front_page }, {
    Div = function(div)
      if div.classes:includes("page") then return {} end
      if div.classes:includes("source") then return with_links(div) end
      return offered(div) or of_this_engine(div)
    end,
    Para = drawings, Plain = drawings, Table = scrolling,
    Pandoc = function(doc)
      if quarto then
        with_theme()
        doc.blocks:insert(1, offered_beside(doc.meta))
      end
      local banner = doc.meta["draft-banner"]
      if not banner then return doc end
      doc.blocks:insert(1, pandoc.Div({ pandoc.Para({ pandoc.Strong(pandoc.utils.stringify(banner)) }) },
        pandoc.Attr("", { "draft" }, { role = "note" })))
      return doc
    end,
  } }
end

local is_word = FORMAT == "docx"

if not (FORMAT:match("typst") or is_word) then return {} end

local function raw(text) return pandoc.RawBlock("typst", text) end

local function call(name, content)
  local blocks = pandoc.Blocks { raw("#" .. name .. "[") }
  blocks:extend(content)
  blocks:insert(raw("]"))
  return blocks
end

local function by_class(inlines, class)
  for _, inline in ipairs(inlines) do
    if inline.t == "Span" and inline.classes:includes(class) then
      return pandoc.utils.stringify(inline.content)
    end
  end
  return ""
end

local function quoted(words)
  return '"' .. words:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
end

-- A word wider than its column, such as an address, may break: after a punctuation mark, or after
-- RUN letters without one. A line across the page has PAGE letters (display.PAGE).
local PAGE, RUN, BREAK = 100, 32, "\u{200b}"

local function broken(text)
  local found, run = {}, 0
  for _, code in utf8.codes(text) do
    local sign = utf8.char(code)
    found[#found + 1], run = sign, run + 1
    if sign:match("[/?&=_.@:-]") or run == RUN then
      found[#found + 1], run = BREAK, 0
    end
  end
  return table.concat(found)
end

local function fitting(width)
  return function(str)
    if (utf8.len(str.text) or 0) > width then return pandoc.Str(broken(str.text)) end
  end
end

-- A table of few columns is as wide as its words need: its longest texts have what the others leave.
local FEW = 4

local function fitted(tbl)
  local function fit(rows)
    for _, row in ipairs(rows) do
      for at, cell in ipairs(row.cells) do
        local width = tbl.colspecs[at] and tbl.colspecs[at][2] or 1
        cell.contents = cell.contents:walk { Str = fitting(math.floor(width * PAGE)) }
      end
    end
  end
  fit(tbl.head.rows)
  for _, body in ipairs(tbl.bodies) do fit(body.body) end
  if #tbl.colspecs <= FEW then
    tbl.colspecs = tbl.colspecs:map(function(spec) return { spec[1], nil } end)
  end
  return tbl
end

local function key_figures(div)
  local items, list = {}, div.content[1]
  if not list or list.t ~= "BulletList" then return end
  for _, item in ipairs(list.content) do
    local inlines = item[1].content
    items[#items + 1] = string.format("(%s, %s, %s)", quoted(by_class(inlines, "label")),
      quoted(by_class(inlines, "value")), quoted(by_class(inlines, "note")))
  end
  return raw("#key-figures((" .. table.concat(items, ", ") .. ",))")
end

-- A mark of a matrix is drawn, with its words as its alternative text.
local FILLS = { filled = "black", ring = "none" }

local function shape(span)
  for class, fill in pairs(FILLS) do
    if span.classes:includes(class) then
      local svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'><circle cx='5' cy='5'"
        .. " r='4' fill='" .. fill .. "' stroke='black' stroke-width='1.4'/></svg>"
      return pandoc.RawInline("typst", "#box(image(bytes(" .. quoted(svg) .. '), format: "svg", width: auto, height: 0.7em, alt: '
        .. quoted(pandoc.utils.stringify(span.content)) .. "))")
    end
  end
end

-- How something stands: its sign and word in a colour of its own, dark enough on white paper.
local COLOURS = { good = "#1c6b3c", handed = "#1b4f8a", moving = "#1b4f8a", bad = "#a3340b" }

local function signal(span)
  local class = span.classes:find_if(function(class) return class:match("^signal%-[a-z]+$") end)
  if not class then return end
  local colour = COLOURS[class:sub(#"signal-" + 1)] or "#566168"
  local words = pandoc.Inlines { pandoc.RawInline("typst", '#text(fill: rgb("' .. colour .. '"), weight: "semibold")[') }
  words:extend(span.content)
  words:insert(pandoc.RawInline("typst", "]"))
  return words
end

-- Where a page begins: Quarto gives its chapters no label that links could point to.
local function page(div)
  local blocks = pandoc.Blocks {}
  if quarto and div.identifier:match("^page%-[%w_-]+$") then blocks:insert(raw("#metadata(none) <" .. div.identifier .. ">")) end
  if div.classes:includes("outside-parts") then blocks:insert(raw("#outside-parts()")) end
  return blocks
end

-- Quarto's PDF has all chapters: those that are on the site only are taken out. Its comments between
-- them, which say where each begins, stay. Metadata `site-only`: the names of their pages.
local function is_in(names, div)
  for _, name in ipairs(names) do
    if div.identifier == "page-" .. pandoc.utils.stringify(name) then return true end
  end
end

local function on_paper(doc)
  local names, kept, chapter, is_out = doc.meta["site-only"], pandoc.Blocks {}, pandoc.Blocks {}, false
  local function close()
    for _, block in ipairs(chapter) do
      if not is_out or block.t == "RawBlock" then kept:insert(block) end
    end
    chapter, is_out = pandoc.Blocks {}, false
  end
  for _, block in ipairs(doc.blocks) do
    local is_part = block.t == "Div" and block.classes:includes("quarto-book-part")
    if is_part or (block.t == "Header" and block.level == 1) then close() end
    if block.t == "Div" and is_in(names, block) then is_out = true end
    chapter:insert(block)
  end
  close()
  return kept
end

-- In the PDF and in Word a link leads to the web or within the book; on paper it says to which page. A
-- page of the book may be linked from any folder; a link to a file of the site is replaced by its text.
local function with_page(link)
  if is_word then return link end
  return { link, pandoc.RawInline("typst", "#on-page(<" .. link.target:sub(2) .. ">)") }
end

local function leading(pages)
  return function(link)
    local target = link.target
    if target:match("^#sec%-") then return with_page(link) end
    if target:match("^#") or target:match("^%a[%w+.-]*:") then return end
    local path = target:gsub("#.*$", ""):match("^(.*)%.ipynb$") or target:gsub("#.*$", ""):match("^(.*)%.qmd$")
    for name in pairs(path and pages or {}) do
      local whole = "-" .. path:gsub("/", "-")
      if whole:sub(-#name - 1) == "-" .. name then
        link.target = "#page-" .. name
        return with_page(link)
      end
    end
    return link.content
  end
end

local function within_book(doc)
  if quarto and doc.meta["site-only"] then doc.blocks = on_paper(doc) end
  local pages = {}
  doc.blocks:walk { Div = function(div)
    local name = quarto and div.classes:includes("page") and div.identifier:match("^page%-(.+)$")
    if name then pages[name] = true end
  end }
  doc.blocks = doc.blocks:walk { Link = leading(pages) }
  return doc
end

-- What Word has not: Quarto's chapters have no label, so a word of the page holds it.
local function in_word(div)
  if div.classes:includes("page") then
    return quarto and pandoc.Para { pandoc.Span({}, pandoc.Attr(div.identifier)) } or {}
  end
  if div.classes:includes("downloads") or div.classes:includes("release") then return {} end
  if div.classes:includes("source") and not div.content[1] then return {} end
  if div.classes:includes("key-figures") and div.content[1] then
    return pandoc.BulletList(div.content[1].content:map(function(item)
      local inlines = item[1].content
      return { pandoc.Plain { pandoc.Str(by_class(inlines, "label") .. ": "), pandoc.Strong(by_class(inlines, "value")),
        pandoc.Str(". " .. by_class(inlines, "note")) } }
    end))
  end
  return of_this_engine(div)
end

-- Pandoc asks rsvg-convert for a picture that every Word shows; the embedded engine draws it itself.
local function tell_of_pictures()
  if quarto and not os.execute("rsvg-convert --version > " .. (pandoc.path.separator == "/" and "/dev/null" or "NUL") .. " 2>&1") then
    quarto.log.warning("the charts need the program rsvg-convert (librsvg) to be seen in Word; "
      .. "alereport publish --to docx makes the file without it")
  end
end

local function picture_for_word(image)
  if image.classes:includes("narrow") then return {} end
  if not quarto then image.src = image.src:gsub("%.svg$", ".png") end
  return image
end

if is_word then
  tell_of_pictures()
  return { { Pandoc = within_book }, { Div = in_word, Image = picture_for_word, Span = function(span)
    if span.classes:includes("on-site") then return {} end
    if span.classes:includes("headline") or span.classes:includes("term") then return pandoc.Strong(span.content) end
  end } }
end

-- A note belongs to what stands above it, and a source below both: which of them is the last of an
-- exhibit, and is kept with nothing that follows, is known by what comes next.
local function kept_with_what_is_above(blocks)
  local function is(block, class) return block and block.t == "Div" and block.classes:includes(class) end
  for number, block in ipairs(blocks) do
    local next = blocks[number + 1]
    if is(block, "source") and is(next, "report-note") then block.classes[1] = "source-before-note" end
    if is(block, "report-note") and not (is(next, "source") or is(next, "report-note")) then
      block.classes[1] = "last-note"
    end
  end
  return blocks
end

local CALLS = { "source", "source-before-note", "lead", "report-note", "last-note", "notice", "analyst" }

return {
  {
    Pandoc = function(doc)
      doc = within_book(doc)
      doc.blocks = doc.blocks:walk { Blocks = kept_with_what_is_above }
      doc.blocks = doc.blocks:walk { Table = fitted }
      doc.blocks = doc.blocks:walk { Str = fitting(PAGE) }
      return doc
    end,
  },
  {
    Div = function(div)
      if div.classes:includes("page") then return page(div) end
      if div.classes:includes("downloads") or div.classes:includes("release") then return {} end
      local of_engine = of_this_engine(div)
      if of_engine then return of_engine end
      if div.classes:includes("key-figures") then return key_figures(div) end
      if div.classes:includes("analyst") then -- The name stays with the words under it.
        local words = call("analyst-name", pandoc.Blocks { div.content:remove(1) })
        words:extend(div.content)
        div.content = words
      end
      if div.classes:includes("source") and not div.content[1] then return {} end
      for _, class in ipairs(CALLS) do
        if div.classes:includes(class) then return call(class, div.content) end
      end
    end,
    Image = function(image)
      if image.classes:includes("narrow") then return {} end
    end,
    Span = function(span)
      -- Pandoc's Typst writer drops the language of words within a sentence.
      local lang = span.attributes.lang
      if lang then
        local words = pandoc.Inlines { pandoc.RawInline("typst", "#text(lang: " .. quoted(lang) .. ")[") }
        words:extend(span.content)
        words:insert(pandoc.RawInline("typst", "]"))
        return words
      end
      local drawn = shape(span) or signal(span)
      if drawn then return drawn end
      local mark = span.classes:find_if(function(class) return class:match("^sample%-[a-z]+$") end)
      if mark then return pandoc.RawInline("typst", "#sample(" .. quoted(mark:sub(8)) .. ")") end
      if span.classes:includes("on-site") then return {} end
      if span.classes:includes("headline") then return pandoc.Strong(span.content) end
      if span.classes:includes("term") then return pandoc.Strong(span.content) end
    end,
  },
}
