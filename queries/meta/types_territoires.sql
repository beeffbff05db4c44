-- One row per territory of France: its code and kind.
SELECT code, type FROM territoires
