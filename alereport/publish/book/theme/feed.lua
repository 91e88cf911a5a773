-- Links each page of a site made by Quarto to the feed, in its head; our own pages have the link in
-- their template. Metadata `atom-feed`: its `path`, from the project's folder where it is written and
-- from the page where it is read, as Quarto does with every path of a file that is there; its `title`.

if not quarto or not FORMAT:match("html") then return {} end

local function escaped(text)
  return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub('"', "&quot;"))
end

function Meta(meta)
  local feed = meta["atom-feed"]
  if not feed then return end
  local path, title = pandoc.utils.stringify(feed.path), pandoc.utils.stringify(feed.title)
  quarto.doc.include_text("in-header", string.format(
    '<link rel="alternate" type="application/atom+xml" title="%s" href="%s">', escaped(title), escaped(path)))
end
