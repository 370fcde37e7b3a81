-- https://example.org/line
--[[ https://example.org/block
https://example.org/second ]] x = [[ https://example.org/string ]]
