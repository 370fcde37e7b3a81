{- https://example.org/block
-}
x' = '"' -- https://example.org/line
