"""What reports of the library share: blocks, the page, the PDF, how numbers are written, colours of drawings.

It knows nothing of surveys or practices. Import the part you need.
"""
