-- Makes a page's text harmless: raw HTML and Typst are shown as text, a link may only lead to the web
-- or within the book, a picture must be a file next to the page, and no attribute may run code.
-- Used by both engines, before the other filters.

local SCHEMES = { http = true, https = true, mailto = true, tel = true }
local REFERRED = "^%a+%-" -- Quarto's prefixes: fig-, tbl-, sec- and others.
local KINDS = { fig = true, tbl = true, sec = true, eq = true, lst = true }

-- Quarto marks the beginning of a chapter with a comment.
local function is_quartos(text) return quarto and text:match("^<!%-%- quarto%-[^<>]*%-%->%s*$") end

local function scheme(address)
  local whole = address:gsub("[%s%c]", "")
  return whole:match("^(%a[%w+.-]*):")
end

local function leads_astray(address)
  local found = scheme(address)
  return found and not SCHEMES[found:lower()]
end

local function disarmed(element)
  local running = {}
  for name, value in pairs(element.attributes) do
    local runs = name:match("^[oO][nN]%a") or name:match("^typst:") or name == "srcdoc" or name == "style"
    if runs then running[#running + 1] = name end
  end
  for _, name in ipairs(running) do element.attributes[name] = nil end
  return element
end

local function words_of_inline(raw)
  if not is_quartos(raw.text) then return pandoc.Str(raw.text) end
end

local function words_of_block(raw)
  if not is_quartos(raw.text) then return pandoc.Para({ pandoc.Str(raw.text) }) end
end

local within = {
  RawInline = words_of_inline,
  RawBlock = words_of_block,
  Cite = function(cite)
    local kind = cite.citations[1].id:match(REFERRED)
    if not (kind and KINDS[kind:sub(1, -2)]) then return cite.content end
  end,
  Link = function(link)
    if leads_astray(link.target) then return link.content end
    return disarmed(link)
  end,
  Image = function(image)
    if scheme(image.src) or image.src:match("^%s*/") then return image.caption end
    return disarmed(image)
  end,
  Span = disarmed, Div = disarmed, Code = disarmed, CodeBlock = disarmed, Header = disarmed,
  Table = disarmed,
}

-- Only the text: what Quarto adds around it is in the page's metadata.
function Pandoc(doc)
  doc.blocks = doc.blocks:walk(within)
  return doc
end
