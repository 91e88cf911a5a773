-- What our own pages add to each figure and table: its address, its figures as a file, its origin.
-- Reads `beside.json`, each label's origin as HTML, and writes `tables/<label>.csv`, both in the
-- folder it runs in. Metadata `words`: `link-to` and `as-csv`, with `{name}` for the name.

if not FORMAT:match("html") then return {} end

local decimal, words, beside = ".", {}, {}

local function escaped(text)
  return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub('"', "&quot;"))
end

-- A printed figure as programs read it; nothing where the words are more than a figure.
local function figure(text)
  local plain = text:gsub("\u{a0}", ""):gsub("\u{202f}", ""):gsub("\u{2212}", "-"):gsub("^%+", "")
  plain = decimal == "," and plain:gsub(" ", ""):gsub(",", ".") or plain:gsub(" ", ""):gsub(",", "")
  return plain:match("^%-?%d+%.?%d*%%?$")
end

-- A spreadsheet takes some words for a formula: a quotation mark before them says they are words.
local function csv_cell(cell, is_figure)
  local text = pandoc.utils.stringify(cell.contents)
  if is_figure then
    if text == "\u{2013}" then return "" end
    local plain = figure(text)
    if plain then return plain end
  end
  if text:match("^[=+%-@\t]") then text = "'" .. text end
  return text:match('[,"\n]') and '"' .. text:gsub('"', '""') .. '"' or text
end

local function csv_line(row)
  local cells = {}
  for number, cell in ipairs(row.cells) do
    cells[number] = csv_cell(cell, cell.attr.classes:includes("figures"))
  end
  return table.concat(cells, ",") .. "\n"
end

local function write_csv(tbl)
  local lines = {}
  for _, row in ipairs(tbl.head.rows) do lines[#lines + 1] = csv_line(row) end
  for _, body in ipairs(tbl.bodies) do
    for _, row in ipairs(body.body) do lines[#lines + 1] = csv_line(row) end
  end
  pandoc.system.make_directory("tables", true)
  local file = assert(io.open("tables/" .. tbl.identifier .. ".csv", "wb"))
  file:write(table.concat(lines))
  file:close()
end

-- "Table 2.1" of a caption "Table 2.1: What it shows."
local function name_of(caption)
  local span = caption.long[1].content[1]
  return (pandoc.utils.stringify(span):gsub(":$", ""))
end

local function link(target, said, name)
  local short, rest = said:match("^(.-)|(.*)$")
  return string.format('<a href="%s">%s<span class="unseen">%s</span></a>', escaped(target),
    escaped(short), escaped((rest:gsub("{name}", name))))
end

local function tools(id, name)
  return pandoc.RawBlock("html", string.format(
    '<div class="beside" data-pagefind-ignore>\n%s\n%s\n%s</div>', link("#" .. id, words["link-to"], name),
    link("tables/" .. id .. ".csv", words["as-csv"], name), beside[id] or ""))
end

local function with_tools(block, labelled)
  local id = labelled.identifier
  if id:match("^tbl%-") then write_csv(labelled) end
  return { block, tools(id, name_of(labelled.caption)) }
end

function Pandoc(doc)
  for _, word in ipairs { "link-to", "as-csv" } do
    words[word] = pandoc.utils.stringify(doc.meta.words[word])
  end
  decimal = pandoc.utils.stringify(doc.meta["decimal-sign"])
  local file = io.open("beside.json")
  if file then
    beside = pandoc.json.decode(file:read("a"), false)
    file:close()
  end
  doc.blocks = doc.blocks:walk {
    traverse = "topdown",
    Div = function(div)
      local tbl = div.classes:includes("scroll") and div.content[1]
      if tbl and tbl.identifier:match("^tbl%-") then return with_tools(div, tbl), false end
    end,
    Figure = function(fig)
      if fig.identifier:match("^fig%-") and beside[fig.identifier] then
        return with_tools(fig, fig), false
      end
    end,
  }
  return doc
end
