"""The report: findings gathered once, told in blocks, written as Word, PDF and a workbook."""
