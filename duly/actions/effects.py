"""Where an effect of a verb holds amounts, for whoever shows it: texts of minor units, beside their currency."""

# Keys under which amounts stand by currency, as {USD: 100}, or as {progress USD: 100}.
MONEY = (
    "totals",
    "revenue by cause",
    "moves closed periods",
    "held",
    "stated prices",
    "amounts",
    "moves revenue",
    "material from",
    "one person suffices below",
    "by account",
    "differences up to",
)
# Columns of a row that are minor units of its `currency`, or of its `books currency`.
AMOUNTS = (
    *("amount", "debit", "credit", "books debit", "books credit"),
    *("trial balance", "positions", "computed", "difference", "books difference"),
)
