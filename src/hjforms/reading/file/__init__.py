"""A document that may be opened (文件): limits, time, attachments."""
