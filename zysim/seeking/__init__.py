"""What must change so that a wish comes true: questions in, cases out."""
