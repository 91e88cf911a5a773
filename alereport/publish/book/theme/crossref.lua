-- Numbers figures and tables by chapter and resolves references to them, as Quarto does.
-- Used by the embedded engine only. Metadata `crossref`: `chapter` (the number of the chapter that
-- the text begins in; the PDF's begins in none), `figure` and `table` (the words for them), and
-- `others` (what stands on another page of the site: its words and its address).

local LONG = 24 -- rows

local chapter, counts, numbers, words = 0, {}, {}, {}

local function next_number(kind, id)
  counts[kind] = (counts[kind] or 0) + 1
  local number = chapter > 0 and (chapter .. "." .. counts[kind]) or tostring(counts[kind])
  numbers[id] = words[kind] .. "\u{a0}" .. number
  return numbers[id]
end

local function captioned(kind, id, inlines)
  local caption = pandoc.Inlines { pandoc.Span({ pandoc.Str(next_number(kind, id) .. ":") },
    pandoc.Attr("", { "number" })), pandoc.Space() }
  caption:extend(inlines)
  return { long = { pandoc.Plain(caption) } }
end

local function quoted(words)
  return '"' .. words:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
end

-- Pandoc's Typst writer drops the alt text, without which Typst refuses an accessible PDF.
local function described(image)
  local alt = image.attributes["fig-alt"] or pandoc.utils.stringify(image.caption)
  if FORMAT:match("typst") then
    if image.classes:includes("narrow") then return {} end
    return pandoc.RawInline("typst", "#image(" .. quoted(image.src) .. ", alt: " .. quoted(alt) .. ")")
  end
  image.caption = pandoc.Inlines(alt)
  image.attributes["fig-alt"] = nil
  return image
end

local function figure(div)
  if not div.content[#div.content] or not div.content[#div.content].content then return end
  local content = pandoc.Blocks(div.content)
  local last = content:remove(#content)
  -- A paragraph with nothing but an image would become a figure of its own.
  content = content:map(function(block)
    return block.t == "Para" and pandoc.Plain(block.content) or block
  end)
  local caption = captioned("figure", div.identifier, last.content)
  if FORMAT == "docx" then -- Pandoc would put it in a table of one cell.
    content:insert(pandoc.Div(caption.long, pandoc.Attr("", {}, { ["custom-style"] = "Image Caption" })))
    return pandoc.Div(content, pandoc.Attr(div.identifier))
  end
  return pandoc.Figure(content, caption, pandoc.Attr(div.identifier))
end

local tables = dofile(pandoc.path.join { pandoc.path.directory(PANDOC_SCRIPT_FILE), "tables.lua" })

-- Only a table too long for a page breaks across pages; its head is repeated.
local function breaking(tbl)
  return { pandoc.RawBlock("typst", "#[\n#show figure: set block(breakable: true)"), tbl,
    pandoc.RawBlock("typst", "]") }
end

-- Wide tables scroll inside themselves, also with the keyboard.
local function scrolling(tbl)
  local name = pandoc.utils.stringify(tbl.caption.long)
  -- Pairs in a list, since the keys of a Lua table have no order.
  local attributes = { { "tabindex", "0" } }
  if name ~= "" then attributes = { { "tabindex", "0" }, { "role", "region" }, { "aria-label", name } } end
  return pandoc.Div({ tables.aligned_by_class(tables.scoped(tbl)) }, pandoc.Attr("", { "scroll" }, attributes))
end

local function numbered_table(tbl)
  local inlines = pandoc.utils.blocks_to_inlines(tbl.caption.long)
  local id = tbl.identifier
  local last = inlines[#inlines]
  if last and last.t == "Str" then
    local label = last.text:match("^{#(tbl%-[%w%-]+)}$")
    if label then
      id = label
      inlines:remove(#inlines)
      if #inlines > 0 and inlines[#inlines].t == "Space" then inlines:remove(#inlines) end
    end
  end
  if id:match("^tbl%-") then
    tbl.identifier = id
    tbl.caption = captioned("table", id, inlines)
  end
  tbl = tables.with_row_heads(tbl)
  if FORMAT:match("html") then return scrolling(tbl) end
  return #tbl.bodies[1].body > LONG and breaking(tbl) or tbl
end

local others = {}

local function reference(cite)
  local id = cite.citations[1].id
  local other = not numbers[id] and others[id]
  if other then
    return pandoc.Link({ pandoc.Str(pandoc.utils.stringify(other.words)) }, pandoc.utils.stringify(other.target))
  end
  if numbers[id] then
    return pandoc.Link({ pandoc.Str(numbers[id]) }, "#" .. id)
  end
  return cite.content -- A reference without a target is left as written.
end

local function part(name)
  if name == "" then return pandoc.RawBlock("typst", "#after-parts()") end
  return pandoc.RawBlock("typst", "#part(" .. quoted(name) .. ")")
end

-- In the PDF a part begins before its first chapter. Metadata `parts`: its name by that chapter's id,
-- empty for the first chapter after a part that belongs to none.
local function with_parts(blocks, parts)
  local found = pandoc.Blocks {}
  for _, block in ipairs(blocks) do
    local name = block.t == "Header" and parts[block.identifier]
    if name then found:insert(part(pandoc.utils.stringify(name))) end
    found:insert(block)
  end
  return found
end

-- In the PDF what a page that is also a sheet of its own holds, below its heading, is on one page.
-- Metadata `sheets`: the ids of those pages' headings.
local function with_sheets(blocks, sheets)
  local ids, found, open = {}, pandoc.Blocks {}, false
  for _, id in ipairs(sheets) do ids[pandoc.utils.stringify(id)] = true end
  local function close()
    if open then found:insert(pandoc.RawBlock("typst", "]")) end
    open = false
  end
  for _, block in ipairs(blocks) do
    if block.t == "Header" and block.level == 1 then close() end
    found:insert(block)
    if block.t == "Header" and ids[block.identifier] then
      found:insert(pandoc.RawBlock("typst", "#one-page["))
      open = true
    end
  end
  close()
  return found
end

-- Links between staged pages lead to pages on the site and to chapters in the PDF; in the PDF a link
-- to anything else is replaced by its text.
local function between_pages(chapters)
  return function(link)
    local page = link.target:match("^([%w_%-/]+)%.ipynb$") or link.target:match("^([%w_%-/]+)%.qmd$")
    if not page then return end
    local chapter = "sec-" .. page:gsub("/", "-")
    if not (FORMAT:match("html") or chapters[chapter]) then return link.content end
    link.target = FORMAT:match("html") and page .. ".html" or "#" .. chapter
    return link
  end
end

function Pandoc(doc)
  local settings = doc.meta.crossref
  chapter, others = tonumber(pandoc.utils.stringify(settings.chapter)), settings.others or {}
  words = { figure = pandoc.utils.stringify(settings.figure), table = pandoc.utils.stringify(settings.table) }
  doc.blocks = doc.blocks:walk {
    traverse = "topdown",
    Header = function(header)
      if header.level == 1 and not header.classes:includes("unnumbered") then
        chapter, counts = chapter + 1, {}
      end
    end,
    Div = function(div)
      if div.identifier:match("^fig%-") then return figure(div), false end
    end,
    Table = function(tbl) return numbered_table(tbl), false end,
  }
  local chapters = {}
  doc.blocks:walk { Header = function(header) chapters[header.identifier] = true end }
  doc.blocks = doc.blocks:walk { Cite = reference, Link = between_pages(chapters), Image = described }
  if doc.meta.sheets then doc.blocks = with_sheets(doc.blocks, doc.meta.sheets) end
  if doc.meta.parts then doc.blocks = with_parts(doc.blocks, doc.meta.parts) end
  return doc
end
