"""One specification of a figure behind print, workbook, slides and report."""
