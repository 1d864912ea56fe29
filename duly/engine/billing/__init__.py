"""Rights to payment, invoices and cash; knows nothing of revenue."""
