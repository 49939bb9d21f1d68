"""What leaves as a file: a paper as values, and its forms as Word file and Markdown."""
