"""Documents that people read, print and sign: one content, written as a web page, a PDF or an editable DOCX."""
