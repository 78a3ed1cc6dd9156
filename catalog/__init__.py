"""Records: what a thing is, in the words of archive, museum and library, and who may see it."""
