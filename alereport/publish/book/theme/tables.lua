-- What a table says besides its words: its heads, its total, its columns of figures. Used by the
-- filters of both engines.

-- True if the cell marks its row with this class, such as the total; removes the mark.
local function is_marked(cell, class)
  local first = cell.contents[1]
  local mark = first and first.content and first.content[1]
  if not (mark and mark.t == "Span" and mark.classes:includes(class)) then return false end
  first.content = mark.content
  cell.contents[1] = first
  return true
end

local function each_row(tbl, act)
  for _, row in ipairs(tbl.head.rows) do act(row) end
  for _, body in ipairs(tbl.bodies) do
    for _, row in ipairs(body.body) do act(row) end
  end
end

-- Draw a line above a row that its first cell marks with a class.
local function with_line(row, class, stroke)
  if not (row and is_marked(row.cells[1], class)) then return end
  row.attr.classes:insert(class)
  if FORMAT:match("typst") then
    for _, cell in ipairs(row.cells) do
      cell.attr.attributes["typst:stroke"] = stroke
    end
  end
end

-- The first column names the rows; some may stand apart, and the last be the total of the others.
local function with_row_heads(tbl)
  for _, body in ipairs(tbl.bodies) do
    body.row_head_columns = 1
    for _, row in ipairs(body.body) do with_line(row, "apart", "(top: 0.6pt)") end
    with_line(body.body[#body.body], "total", "(top: 0.6pt)")
  end
  return tbl
end

-- The scope of each head, for screen readers.
local function scoped(tbl)
  for _, row in ipairs(tbl.head.rows) do
    for _, cell in ipairs(row.cells) do cell.attr.attributes.scope = "col" end
  end
  for _, body in ipairs(tbl.bodies) do
    for _, row in ipairs(body.body) do row.cells[1].attr.attributes.scope = "row" end
  end
  return tbl
end

-- Align columns of figures by class, and set no widths: the page's security policy allows no style.
local function aligned_by_class(tbl)
  for number, column in ipairs(tbl.colspecs) do
    if column[1] == "AlignRight" then
      each_row(tbl, function(row) row.cells[number].attr.classes:insert("figures") end)
    end
    tbl.colspecs[number] = { "AlignDefault", nil }
  end
  return tbl
end

return { with_row_heads = with_row_heads, scoped = scoped, aligned_by_class = aligned_by_class }
