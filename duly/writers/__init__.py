"""Tables to bytes: text, JSON, CSV, beancount. Writers compute nothing."""
