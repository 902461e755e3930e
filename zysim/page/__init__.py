"""The what-if page: one file that holds the model, its numbers and a way to change them."""
