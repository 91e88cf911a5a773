-- The pages of the manual: their links and pictures as they are on the site, and code as plain text
-- that scrolls with the keyboard. Metadata `linked`: each address as written (`from`), and as it is (`to`).

function Pandoc(doc)
  local addresses = {}
  for _, each in ipairs(doc.meta.linked or {}) do
    addresses[pandoc.utils.stringify(each.from)] = pandoc.utils.stringify(each.to)
  end
  local function place(address) return addresses[address] or address end
  doc.blocks = doc.blocks:walk {
    Link = function(link)
      link.target = place(link.target)
      return link
    end,
    Image = function(image)
      image.src = place(image.src)
      return image
    end,
    CodeBlock = function(code)
      return pandoc.CodeBlock(code.text, pandoc.Attr("", {}, { tabindex = "0" }))
    end,
  }
  return doc
end
