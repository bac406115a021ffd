"""Who may: the one place that says yes or no, by data. Pure; nothing here reads or writes."""
