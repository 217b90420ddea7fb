-- Reads texts for as long as its input lasts: a frame is a line "FORMAT LENGTH" and so many bytes;
-- the answer a line "ok LENGTH" or "error LENGTH" and so many bytes of JSON or of pandoc's message.
io.stdin:setvbuf("full")
io.stdout:setvbuf("full")
for head in io.lines() do
  local format, length = head:match("^(%S+) (%d+)$")
  local text = length == "0" and "" or io.read(tonumber(length))
  -- The empty list of files puts the reader in pandoc's sandbox: no disk, no network.
  local ok, result = pcall(function()
    return pandoc.write(pandoc.read(text, format, nil, {}), "json")
  end)
  result = tostring(result)
  io.write(ok and "ok " or "error ", #result, "\n", result)
  io.flush()
end
