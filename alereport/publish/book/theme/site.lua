-- Adds to each chart and table of our own pages a link to it, its figures as a CSV file, its origin.
-- Reads `beside.json` in the working directory: for each label its `origin` as HTML; each label there
-- has a file `tables/<label>.csv`. Metadata `words`: `link-to`
-- and `as-csv`, with `{name}` for the name.

if not FORMAT:match("html") then return {} end

local words, beside = {}, {}

local function escaped(text)
  return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub('"', "&quot;"))
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
  local found = beside[id] or {}
  local csv = beside[id] and link("tables/" .. id .. ".csv", words["as-csv"], name) .. "\n" or ""
  return pandoc.RawBlock("html", string.format(
    '<div class="beside" data-pagefind-ignore>\n%s\n%s%s</div>', link("#" .. id, words["link-to"], name),
    csv, found.origin or ""))
end

local function with_tools(block, labelled)
  return { block, tools(labelled.identifier, name_of(labelled.caption)) }
end

function Pandoc(doc)
  for _, word in ipairs { "link-to", "as-csv" } do
    words[word] = pandoc.utils.stringify(doc.meta.words[word])
  end
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
