"""PDF files with text: glyphs → lines → tables and paragraphs."""

from kaoji.reading.files.pdf.reader import read_pdf

__all__ = ["read_pdf"]
