-- Links a word that the glossary explains, where a page first uses it, to its place in the glossary.
-- Used by both engines, on the site and on paper. Metadata `glossary`: a list of `word` (the anchor
-- there is `term-<word>`) and `forms`. A page begins at its mark, a block of class `page`, whose
-- attribute `root` is the path from the page to the folder of the book.

local SKIPPED = { ["key-figures"] = true, source = true, downloads = true, release = true, ["by-quarto"] = true, ["by-pandoc"] = true }
local PAGE = "glossary.qmd"

local words = {} -- by the first word of each form: its forms, the longest first
local used, root, is_listed = {}, "", true

local function split(text)
  local parts = {}
  for part in text:gmatch("[^ \u{a0}]+") do parts[#parts + 1] = part end
  return parts
end

local function read(entries)
  for _, entry in ipairs(entries or {}) do
    for _, form in ipairs(entry.forms) do
      local parts = split(pandoc.utils.stringify(form))
      words[parts[1]] = words[parts[1]] or {}
      table.insert(words[parts[1]], { word = pandoc.utils.stringify(entry.word), parts = parts })
    end
  end
  for _, forms in pairs(words) do
    table.sort(forms, function(one, other)
      if #one.parts ~= #other.parts then return #one.parts > #other.parts end
      return one.word < other.word
    end)
  end
end

-- A token without the punctuation around it, as before, within and after.
local function bare(text)
  return text:match("^([%(\"\u{201d}\u{201c}\u{2019}]*)(.-)([%)%.,:;!%?\"]*)$")
end

local function same(text, part, is_first)
  if text == part then return true end
  local lower = pandoc.text.lower(text:sub(1, 1)) .. text:sub(2)
  return is_first and lower == part
end

-- How many inlines from a place on are the form, with spaces between its words.
local function length(inlines, at, form)
  local place = at
  for number, part in ipairs(form.parts) do
    local inline = inlines[place]
    if not inline or inline.t ~= "Str" then return 0 end
    local before, text, after = bare(inline.text)
    local is_last = number == #form.parts
    if not same(text, part, number == 1) then return 0 end
    if (before ~= "" and number > 1) or (after ~= "" and not is_last) then return 0 end
    if not is_last and (not inlines[place + 1] or inlines[place + 1].t ~= "Space") then return 0 end
    place = place + (is_last and 1 or 2)
  end
  return place - at
end

local function found(inlines, at)
  local inline = inlines[at]
  if inline.t ~= "Str" then return end
  local _, text = bare(inline.text)
  if not text or text == "" then return end
  for _, first in ipairs { text, pandoc.text.lower(text:sub(1, 1)) .. text:sub(2) } do
    for _, form in ipairs(words[first] or {}) do
      local many = length(inlines, at, form)
      if many > 0 and not used[form.word] then return form.word, many end
    end
  end
end

local function target(word)
  if FORMAT:match("typst") then return "#term-" .. word end
  local page = quarto and PAGE or PAGE:gsub("%.qmd$", ".html")
  return root .. page .. "#term-" .. word
end

local function linked(inlines)
  local result, at = pandoc.Inlines {}, 1
  while at <= #inlines do
    local word, many = found(inlines, at)
    if word then
      used[word] = true
      local before = bare(inlines[at].text)
      local last, inner = at + many - 1, pandoc.Inlines {}
      local after = select(3, bare(inlines[last].text))
      for place = at, last do
        local inline = inlines[place]
        inner:insert(inline.t == "Str" and pandoc.Str((select(2, bare(inline.text)))) or inline)
      end
      if before ~= "" then result:insert(pandoc.Str(before)) end
      result:insert(pandoc.Link(inner, target(word), "", pandoc.Attr("", { "glossary-link" })))
      if after ~= "" then result:insert(pandoc.Str(after)) end
      at = at + many
    else
      result:insert(inlines[at])
      at = at + 1
    end
  end
  return result
end

local function paragraph(block)
  if not is_listed then
    block.content = linked(block.content)
    return block, false
  end
end

local function skip(block) return block, false end

function Pandoc(doc)
  read(doc.meta.glossary)
  doc.meta.glossary = nil
  if not next(words) then return doc end
  doc.blocks = doc.blocks:walk {
    traverse = "topdown",
    Para = paragraph, Plain = paragraph,
    Header = skip, Table = skip, Figure = skip, CodeBlock = skip,
    Div = function(div)
      if div.classes:includes("page") then
        used, root = {}, div.attributes.root or ""
        is_listed = div.identifier == "page-glossary"
        return div, false
      end
      local is_exhibit = div.identifier:match("^fig%-") or div.attributes.__quarto_custom_type == "FloatRefTarget"
      if is_exhibit then return div, false end
      for _, class in ipairs(div.classes) do if SKIPPED[class] then return div, false end end
    end,
  }
  return doc
end
