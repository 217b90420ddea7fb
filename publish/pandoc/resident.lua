-- Reads and writes for as long as its input lasts: a frame is a line "read FORMAT LENGTH" or
-- "write FORMAT LENGTH OPTIONS" and so many bytes; the answer a line "ok LENGTH" or "error LENGTH"
-- and so many bytes of what was made or of pandoc's message, or "refused 0".
io.stdin:setvbuf("full")
io.stdout:setvbuf("full")

-- The empty list of files puts the reader in pandoc's sandbox: no disk, no network.
local function read(text, format)
  return pandoc.read(text, format, nil, {})
end

-- Nothing holds a writer back. So a writer that fetches nothing may write anything; one that takes
-- pictures in, what brings its pictures along, in formats that no other program has to convert.
local fetches = {
  html = "nothing", html5 = "nothing", commonmark = "nothing", commonmark_x = "nothing",
  gfm = "nothing", markdown = "nothing", docx = "pictures", pptx = "pictures",
}

local function asks_for_nothing(document, text)
  local alone = not text:find("background-image", 1, true)
  document:walk({
    Image = function(image)
      alone = alone and image.src:match("^data:image/%a+;base64,") ~= nil
    end,
  })
  return alone
end

local function write(text, format, options)
  local document = read(text, "json")
  local kind = fetches[format:match("^[%w_]+")]
  if kind == "nothing" or (kind == "pictures" and asks_for_nothing(document, text)) then
    local settings = pandoc.WriterOptions(pandoc.json.decode(options, false))
    return pandoc.write(document, format, settings)
  end
end

for head in io.lines() do
  local action, format, length, options = head:match("^(%a+) (%S+) (%d+) ?(.*)$")
  local text = length == "0" and "" or io.read(tonumber(length))
  local ok, result = pcall(function()
    if action == "read" then
      return pandoc.write(read(text, format), "json")
    end
    return write(text, format, options)
  end)
  if ok and result == nil then
    io.write("refused 0\n")
  else
    result = tostring(result)
    io.write(ok and "ok " or "error ", #result, "\n", result)
  end
  io.flush()
end
