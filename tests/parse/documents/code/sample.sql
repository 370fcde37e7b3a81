-- https://example.org/line
select 'it''s https://example.org/--string' /* https://example.org/block */ from t;
